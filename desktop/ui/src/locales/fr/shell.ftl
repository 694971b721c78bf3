# Zone de notification, notifications et dialogues. Chacun choisit ce que ses notifications montrent.
shell-open = Ouvrir Depesha
shell-open-unread = { $count ->
    [one] Ouvrir Depesha : { $count } message en attente
   *[other] Ouvrir Depesha : { $count } messages en attente
}
shell-quiet-hour = Pas de notifications pendant une heure
shell-quiet-tomorrow = Pas de notifications jusqu’à demain
shell-quiet-over = Reprendre les notifications
shell-notifications = Réglages des notifications…
shell-lock = Verrouiller la fenêtre
shell-test-message = Voici à quoi ressemble une notification.
shell-quit = Quitter
shell-new-message = Vous avez un nouveau message.
shell-send-file = Choisir un fichier à envoyer
shell-recovery-file = Enregistrer la clé de récupération
shell-member-list = Enregistrer la liste des membres
shell-diagnostics = Enregistrer le diagnostic
shell-back-title = Vous pouvez revenir à Depesha
shell-back-text = Vous êtes connecté. Fermez cette page et continuez dans la fenêtre de Depesha.
