### Avant la connexion : les premières pages.

app-name = Depesha
app-tagline = Messages et fichiers entre ministères, protégés de bout en bout.
loading = Depesha démarre…
language = Langue
theme = Apparence
theme-system = Comme sur cet ordinateur
theme-light = Claire
theme-dark = Sombre
theme-contrast = Contraste élevé

back = Retour
continue = Continuer
cancel = Annuler
close = Fermer
try-again = Réessayer
required = Ce champ est nécessaire.

welcome-title = Bienvenue sur Depesha
welcome-text = Saisissez votre adresse électronique professionnelle. Elle nous indique à quel ministère vous appartenez.
email-label = Adresse électronique professionnelle
email-example = Par exemple : prenom.nom@ministere.example

sign-in-title = Connexion
sign-in-recognised = Votre ministère : { $organisation }.
sign-in-external = Vous venez de l’extérieur : aucun organisme d’ici n’utilise cette adresse. Si vous travaillez ici, vérifiez l’adresse.
sign-in-other-address = Utiliser une autre adresse
password-label = Mot de passe
password-show = Afficher le mot de passe
sign-in-button = Se connecter
sign-in-forgotten = J’ai oublié mon mot de passe
sign-in-no-password = Votre ministère n’utilise pas de mot de passe pour Depesha. Demandez à votre administrateur comment vous connecter.
sign-in-with-provider = Continuer avec { $provider }
sign-in-with-provider-text = Votre navigateur s’ouvre. Connectez-vous-y comme pour votre travail, puis revenez.
sign-in-or-password = Ou avec un mot de passe
browser-title = Continuez dans votre navigateur
browser-text = Nous avons ouvert la page de { $provider } dans votre navigateur. Une fois connecté là-bas, vous l’êtes aussi ici.
browser-refused = Si cette page indique que vous n’êtes pas connecté, suivez ce qu’elle dit, puis revenez et réessayez.
browser-cancel = Arrêter et revenir
browser-again = Ouvrir la page encore une fois
sign-up-question = Première fois sur Depesha ?
sign-up-explain = Nous envoyons un code à votre adresse professionnelle. Il vous permet de choisir votre mot de passe.
sign-up-explain-external = Si vous avez été invité(e) par courriel et n’avez pas encore de compte, nous vous envoyons un code.
sign-up-start = Créer mon compte

code-title = Créer votre compte
code-sent = Si { $email } est connue de votre ministère, un code vient d’être envoyé. Il est valable 30 minutes.
code-label = Code reçu par courriel
code-help = Regardez aussi dans les courriers indésirables. Vous pouvez demander un nouveau code ci-dessous.
code-again = Envoyer un nouveau code
code-again-done = Un nouveau code vient d’être envoyé.
own-given-label = Votre prénom
own-name-help = Tout le monde voit votre nom avec la mention « External ». Il ne pourra plus être modifié.
own-family-label = Votre nom
new-password-label = Choisissez un mot de passe
new-password-help = Au moins 12 caractères. Plusieurs mots à la suite se retiennent facilement.
new-password-short = Le mot de passe doit compter au moins 12 caractères.
code-button = Créer mon compte

reset-title = Choisir un nouveau mot de passe
reset-explain = Pour votre sécurité, vous serez déconnecté partout ailleurs.
reset-button = Enregistrer le mot de passe
reset-done = Votre nouveau mot de passe est enregistré. Connectez-vous avec lui.

recovery-title = Votre clé de récupération
recovery-text = Cette clé ouvre vos messages quand vous vous connectez sur un autre ordinateur ou si celui-ci est perdu. Personne d’autre ne l’a : ni votre administrateur, ni nous.
recovery-once = Elle n’est affichée que maintenant. Gardez-la là où vous gardez vos papiers importants.
recovery-key-label = Clé de récupération
recovery-save = Enregistrer dans un fichier…
recovery-saved = La clé est enregistrée.
recovery-print = Imprimer
recovery-kept = Je l’ai mise en lieu sûr
recovery-working = Votre clé de récupération est en cours de création…
recovery-later = Plus tard

passphrase-title-first = Protéger vos messages
passphrase-title = Ouvrir vos messages
passphrase-text-first = Cet ordinateur n’a pas de lieu sûr pour garder des secrets. Choisissez une phrase secrète : elle protège les messages conservés ici. Elle vous sera demandée à chaque démarrage.
passphrase-text = Saisissez la phrase secrète que vous avez choisie pour cet ordinateur.
passphrase-label = Phrase secrète
passphrase-help = Au moins 12 caractères. Elle ne peut pas être retrouvée si vous l’oubliez.
passphrase-short = La phrase secrète doit compter au moins 12 caractères.
passphrase-button-first = Protéger et continuer
passphrase-button = Ouvrir

keychain-title = Votre trousseau de clés est verrouillé
keychain-text = Depesha garde la clé de vos messages dans le trousseau de cet ordinateur. Déverrouillez-le, puis réessayez.
elsewhere-title = Depesha est déjà ouvert ici
elsewhere-text = Une autre fenêtre de Depesha utilise les messages de cet ordinateur. Cherchez-la parmi vos fenêtres ouvertes, ou cherchez le signe de Depesha près de l’horloge, et continuez là. Si vous ne la trouvez pas, redémarrez l’ordinateur, puis ouvrez de nouveau Depesha.
damaged-title = Les messages de cet ordinateur ne peuvent pas être ouverts
damaged-text = Les messages conservés ici ne correspondent pas à la clé de cet ordinateur. Reconnectez-vous : vos messages reviennent du serveur grâce à votre clé de récupération.
damaged-button = Les retirer d’ici et se reconnecter

ended-title = Votre session est terminée
ended-text = Vous avez été déconnecté parce que votre mot de passe a changé, que votre session a été fermée depuis un autre ordinateur ou que votre compte a changé. Reconnectez-vous pour continuer.
ended-button = Se connecter
over-title = Vous avez été définitivement déconnecté
over-text = Votre compte a été fermé par votre organisation, ou vous avez été déconnecté ailleurs. Les messages de cet ordinateur ont été supprimés.
suspended-title = Votre compte est suspendu
suspended-text = Adressez-vous à votre administrateur. Rien n’a été supprimé de cet ordinateur ; Depesha se rouvrira de lui-même à la fin de la suspension.

recovery-sheet-whose = Depesha, { $name }, { $address }, { $date }
recovery-sheet-use = Quand vous vous connectez sur un autre ordinateur, Depesha demande cette clé. Saisissez-la telle qu’elle est ici ; les espaces ne comptent pas.
recovery-sheet-keep = Gardez cette feuille là où vous gardez vos papiers importants. Avec elle et votre mot de passe, on peut lire vos messages.
