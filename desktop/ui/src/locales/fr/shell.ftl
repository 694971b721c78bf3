# Zone de notification, notifications et dialogues. Une notification ne montre jamais le contenu d’un message.
shell-open = Ouvrir Depesha
shell-quit = Quitter
shell-new-message = Vous avez un nouveau message.
shell-send-file = Choisir un fichier à envoyer
shell-recovery-file = Enregistrer la clé de récupération
shell-member-list = Enregistrer la liste des membres
shell-diagnostics = Enregistrer le diagnostic
shell-back-title = Vous pouvez revenir à Depesha
shell-back-text = Vous êtes connecté. Fermez cette page et continuez dans la fenêtre de Depesha.
