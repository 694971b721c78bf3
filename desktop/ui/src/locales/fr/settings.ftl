### Réglages, récupération et confirmation d’un appareil.

settings-title = Réglages
settings-appearance = Langue et apparence
settings-security = Cet ordinateur
settings-account = Votre compte
settings-signed-in-as = Vous êtes connecté en tant que
settings-address = Adresse sur Depesha
settings-device = Nom de la session de cet ordinateur
settings-version = Version { $version }
settings-trust-ready = Cet ordinateur est confirmé et vos messages peuvent être récupérés.
settings-trust-needs-recovery = Cet ordinateur n’est pas encore confirmé.
settings-trust-fresh = Vous n’avez pas encore de clé de récupération.
settings-trust-unknown = L’état de cet ordinateur est en cours de vérification.
settings-confirm-other = Confirmer un autre de mes appareils

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
verify-emoji = Les deux appareils montrent-ils ces sept signes, dans le même ordre ?
verify-emoji-list = Signes à comparer
verify-same = Ils sont identiques
verify-differ = Ils sont différents
verify-confirmed = Confirmez maintenant aussi sur l’autre appareil.
verify-done = C’est fait. Vos appareils se font confiance et les messages antérieurs s’ouvrent ici.
verify-cancelled = La comparaison a été arrêtée. Rien n’a changé ; vous pouvez recommencer.
verify-start-again = Recommencer
