### Réglages, récupération et confirmation d’un appareil.

settings-title = Réglages
settings-appearance = Langue et apparence
settings-security = Cet ordinateur
settings-account = Votre compte
settings-signed-in-as = Vous êtes connecté en tant que
settings-address = Adresse sur Depesha
settings-device = Nom de la session de cet ordinateur
settings-version = Version { $version }
diagnostics-title = Diagnostic
diagnostics-text = Si quelque chose ne fonctionne pas, votre administrateur peut vous demander ce texte. Rien n’est envoyé d’ici : vous décidez à qui vous le donnez.
diagnostics-holds = Il dit comment va ce programme. Il ne contient ni nom, ni adresse, ni clé, ni rien de ce que vous ou d’autres avez écrit ; lisez-le vous-même.
diagnostics-loading = Préparation…
diagnostics-copy = Copier
diagnostics-save = Enregistrer dans un fichier…
diagnostics-copied = Copié
diagnostics-saved = Enregistré
settings-trust-ready = Cet ordinateur est confirmé et vos messages peuvent être récupérés.
settings-trust-needs-recovery = Cet ordinateur n’est pas encore confirmé.
settings-trust-fresh = Vous n’avez pas encore de clé de récupération.
settings-trust-unknown = L’état de cet ordinateur est en cours de vérification.
settings-confirm-other = Confirmer un autre de mes appareils

settings-traces = Ce que les autres voient
settings-traces-typing = Les autres voient que j’écris
settings-traces-reading = Les autres voient ce que j’ai lu
settings-traces-text = Cela vaut sur cet ordinateur. Pour vous-même, ce que vous avez lu reste toujours retenu.

settings-files = Les fichiers que vous envoyez
settings-files-clean = Retirer le lieu, l’appareil photo et les noms des auteurs avant l’envoi
settings-files-text = Les images (JPEG, PNG, WebP, GIF) et les documents (Word, Excel, PowerPoint, OpenDocument) notent plus qu’ils ne montrent. Ce que l’on y voit et y lit reste inchangé. Les fichiers signés et les autres types, comme PDF, partent tels quels ; vous en êtes averti.
settings-files-once = Si un fichier doit arriver tel quel, par exemple comme preuve, cochez « Envoyer tel quel » avant de l’envoyer.

settings-writing = Écriture
settings-undo = Reprendre un message
settings-undo-off = Les messages partent aussitôt
settings-undo-seconds = { $count ->
    [one] Ils attendent { $count } seconde
   *[other] Ils attendent { $count } secondes
}
settings-undo-text = Tant qu’un message attend, vous pouvez le reprendre avant que quiconque le voie. Il part aussitôt quand vous continuez à écrire ou quittez la conversation.

settings-scanner = Antivirus
settings-scanner-text = Chaque fichier est vérifié avant que quiconque l’ouvre. Cet ordinateur reconnaît l’antivirus à une empreinte. En cas de doute, comparez-la avec celle de vos responsables de la sécurité.
settings-scanner-fingerprint = Empreinte
settings-scanner-since = Reconnue depuis le
settings-scanner-changes = Changements
settings-scanner-unchanged = Aucun jusqu’ici
settings-scanner-changed = A remplacé ce jour-là une empreinte précédente, qui l’a confirmée
settings-scanner-none = L’antivirus n’est pas encore connu. Les fichiers restent fermés d’ici là ; nous réessayons automatiquement.
settings-scanner-refused = Depuis le { $date }, le service présente une autre empreinte, que celle déjà connue ne confirme pas. Cet ordinateur ne la reconnaît pas :
settings-scanner-refused-remedy = Les fichiers à vérifier restent fermés. Lisez cette empreinte à vos responsables de la sécurité. Si c’est la leur, déconnectez-vous puis reconnectez-vous ; sinon, ne changez rien.
settings-scanner-copy = Copier l’empreinte
settings-scanner-copied = Copiée

sign-out-title = Se déconnecter de cet ordinateur ?
sign-out-text = Les messages conservés sur cet ordinateur sont retirés. Il vous faudra votre clé de récupération pour les relire.

recover-title = Saisir votre clé de récupération
recover-text = Cette clé vous a été montrée à la création de votre compte. Elle se compose de plusieurs groupes de quatre caractères.
recover-label = Clé de récupération
recover-button = Récupérer mes messages

verify-title = Confirmer un appareil
verify-waiting = Ouvrez Depesha sur votre autre appareil et acceptez-y la demande.
verify-requested = Un autre de vos appareils demande à être confirmé : { $device }. Venez-vous de vous y connecter ?
verify-accept = Oui, comparer
verify-code = Scannez ce code avec votre autre appareil, par exemple votre téléphone. S’il ne peut pas scanner, comparez sept signes.
verify-code-label = Code à scanner
verify-signs = Comparer plutôt sept signes
verify-scanned = Votre autre appareil indique qu’il a scanné le code. Affiche-t-il une coche ? Regardez-le avant de répondre.
verify-tick = Oui, il affiche une coche
verify-no-tick = Non
verify-emoji = Les deux appareils montrent-ils ces sept signes, dans le même ordre ?
verify-emoji-list = Signes à comparer
verify-same = Ils sont identiques
verify-differ = Ils sont différents
verify-confirmed = Confirmez maintenant aussi sur l’autre appareil.
verify-done = C’est fait. Vos appareils se font confiance et les messages antérieurs s’ouvrent ici.
verify-cancelled = La comparaison a été arrêtée. Rien n’a changé ; vous pouvez recommencer.
verify-start-again = Recommencer

settings-trust-recovery-incomplete = Cet ordinateur est confirmé, mais votre clé de récupération n’ouvre plus tout.
settings-trust-identity-changed = Les clés de votre compte ont été remplacées.
settings-trust-signed-out-for-good = Vous avez été définitivement déconnecté.

recover-incomplete-text = Il manque une partie de ce que votre clé de récupération ouvre. Saisissez la clé et elle sera refaite ; rien n’est perdu.
recover-other-ways = Pas de clé de récupération sous la main ?
recover-lost = J’ai perdu ma clé de récupération
recover-lost-all = Je n’ai ni la clé ni un autre appareil
identity-own-title = Les clés de votre compte ont été remplacées
identity-own-text = Cet ordinateur faisait confiance à d’autres clés de votre compte que celles d’aujourd’hui. Elles changent quand vous, ou votre administrateur pour vous, recommencez après avoir tout perdu.
identity-own-not-me = Si personne n’a fait cela, n’allez pas plus loin. Appelez vos responsables de la sécurité et ne partagez rien de confidentiel avant leur réponse.
identity-own-me = Si c’était vous : saisissez la nouvelle clé de récupération.

anew-title = Recommencer sans votre clé de récupération
anew-text = Ne le faites que si vous n’avez ni votre clé de récupération ni un autre appareil connecté. Ce qui suit est définitif :
anew-messages = Les messages antérieurs que cet ordinateur ne peut pas lire restent fermés pour toujours.
anew-devices = Tous vos autres appareils devront être confirmés de nouveau.
anew-people = Toutes les personnes avec qui vous écrivez apprennent que vos clés sont nouvelles. Les signes déjà comparés devront l’être de nouveau.
anew-key = Votre ancienne clé de récupération ne vaut plus rien. Vous en recevez une nouvelle à l’étape suivante.
anew-stays = Votre compte, vos salons et vos contacts restent.
anew-button = Recommencer

proof-password = Votre mot de passe, encore une fois
proof-wrong-password = Ce n’est pas votre mot de passe. Réessayez.
proof-browser = Pour être sûr que c’est bien vous, confirmez dans votre navigateur. Revenez ensuite et appuyez de nouveau sur le bouton.
proof-browser-open = Ouvrir le navigateur

devices-title = Vos appareils
devices-text = Tous les appareils connectés à votre compte. Les messages ne vont qu’à ceux qui sont confirmés.
devices-loading = Recherche de vos appareils…
devices-this = Celui-ci
devices-seen = Vu pour la dernière fois le { $date }
devices-never = Pas encore vu
devices-confirmed = Confirmé
devices-not-confirmed = Non confirmé : il ne peut rien lire
devices-this-not-confirmed = Pas encore confirmé
devices-without-keys = Ne peut pas être confirmé : il ne lit que les salons publics
devices-confirm = Confirmer
devices-confirm-label = Confirmer { $name }
devices-sign-out = Déconnecter
devices-sign-out-label = Déconnecter { $name }
devices-sign-out-all = Déconnecter tous les autres
devices-end-title = Déconnecter « { $name } » ?
devices-end-text = Il est déconnecté aussitôt. Si quelqu’un d’autre s’en servait, changez aussi votre mot de passe.
devices-end-all-title = Déconnecter tous les autres appareils ?
devices-end-all-text = Seul cet ordinateur reste connecté. Sur les autres, il vous faudra votre mot de passe et votre clé de récupération.

key-check-title = Vérifier ma clé de récupération
key-check-text = Saisissez la clé telle que vous l’avez gardée. Elle est seulement comparée ; rien ne change et elle ne quitte pas cet ordinateur.
key-check-button = Vérifier
key-check-right = C’est bien votre clé de récupération. Remettez-la à sa place.

verify-person-title = Comparer des signes avec { $name }
verify-person-waiting = { $name } doit accepter dans Depesha. Appelez-vous ou retrouvez-vous : vous comparez ce que montrent les deux ordinateurs.
verify-person-requested = { $name } veut comparer des signes avec vous. Appelez-vous ou retrouvez-vous : vous comparez ce que montrent les deux ordinateurs.
verify-person-code = Si vous êtes ensemble, { $name } peut scanner ce code avec un téléphone. Sinon, comparez sept signes.
verify-person-scanned = L’appareil de { $name } indique qu’il a scanné le code. Affiche-t-il une coche ? Regardez-le avant de répondre.
verify-person-emoji = { $name } voit-il (elle) ces sept signes, dans le même ordre ? Comparez de vive voix, pas par message.
verify-person-confirmed = Il faut maintenant que { $name } confirme aussi.
verify-person-done = C’est fait. Vous savez que vous écrivez à { $name }, et vous serez averti si cela change.

lock-now = Verrouiller la fenêtre
lock-title = Verrouiller par un code
lock-text = Quand vous quittez votre bureau, la fenêtre se verrouille et ne montre plus rien avant votre code. Les messages continuent d’arriver.
lock-is-set = La fenêtre se verrouille après { $minutes } minutes.
lock-current = Votre code actuel
lock-new = Nouveau code
lock-new-help = Laissez vide pour garder le code actuel.
lock-pin = Code
lock-help = Au moins six caractères ; pas tous identiques, pas une suite.
lock-again = Le même encore une fois
lock-differ = Les deux ne sont pas identiques.
lock-after = Verrouiller après
lock-minutes = { $minutes } minutes
lock-set = Verrouiller avec ce code
lock-save = Enregistrer
lock-remove = Supprimer le verrou
locked-title = Depesha est verrouillé
locked-text = Tapez votre code pour continuer.
locked-open = Déverrouiller
locked-forgotten = J’ai oublié mon code
locked-forgotten-text = Vous pouvez vous déconnecter puis vous reconnecter. Les messages conservés sur cet ordinateur sont effacés ; il faudra votre clé de récupération pour les relire.

accounts-title = Comptes sur cet ordinateur
accounts-text = Chaque compte a sa propre fenêtre. Ce que vous faites dans l’une, comme la verrouiller ou vous déconnecter, ne change rien aux autres.
accounts-loading = Les comptes sont recherchés…
accounts-unnamed = Compte { $number }
accounts-this = Cette fenêtre
accounts-open = Ouvrir
accounts-open-label = Ouvrir la fenêtre de { $account }
accounts-add = Ajouter un compte
accounts-opened = Une nouvelle fenêtre s’ouvre. Connectez-vous là.
