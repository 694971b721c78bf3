### Autour de la messagerie : les réglages par écran, l’apparence, les notifications, les touches, le programme.

settings-screens = Écrans des réglages
settings-about = À propos de Depesha
settings-kept-here = Tout cela est conservé sur cet ordinateur.

zoom = Taille de l’affichage
zoom-percent = { $percent } %
zoom-said = Taille : { $percent } %
zoom-keys = Vous pouvez changer la taille partout avec Ctrl et plus ou Ctrl et moins ; Ctrl et 0 rétablit la taille habituelle.
density = Espace entre les éléments
density-comfortable = Confortable
density-compact = Compact
spacing = Espacement des lettres et des lignes
spacing-usual = Habituel
spacing-wide = Plus large, pour lire plus facilement
motion = Mouvements
motion-system = Comme sur cet ordinateur
motion-reduced = Le moins possible

about-fault = Quelque chose ne fonctionne pas ? Dites-le à l’assistance de votre ministère, et donnez-lui le diagnostic si elle vous le demande.

settings-notifications = Notifications
notices-shows = Une notification montre
notices-shows-nothing = Seulement qu’il y a un message
notices-shows-sender = Qui a écrit
notices-shows-text = Qui a écrit, et quoi
notices-warn-sender = Quiconque se tient devant votre écran voit qui vous écrit, même quand l’ordinateur lui-même est verrouillé, s’il montre alors les notifications.
notices-warn-text = Quiconque se tient devant votre écran peut lire le début de vos messages, même quand l’ordinateur lui-même est verrouillé, s’il montre alors les notifications. Tenez-vous-en aux noms si vous traitez des sujets confidentiels.
notices-sound = Avec un son
notices-rooms = Chaque conversation a son propre réglage, dans son menu ou ses détails. Quand Depesha est verrouillé, une notification montre seulement qu’il y a un message.
quiet-title = Temps de calme
quiet-not = Les notifications arrivent en ce moment, sauf aux heures indiquées plus bas.
quiet-until = Pas de notifications jusqu’à : { $day }, { $time }.
quiet-hour = Au calme pendant une heure
quiet-tomorrow = Au calme jusqu’à demain
quiet-off = Reprendre les notifications
quiet-hours = Heures de calme chaque semaine
quiet-hours-from = De
quiet-hours-until = À
quiet-hours-days = Jours où elles commencent
quiet-hours-next-day = Elles finissent le lendemain.
notices-test-title = Les notifications arrivent-elles ?
notices-test = Tester mes notifications
notices-test-shown = Une notification a été remise à cet ordinateur. Si vous n’en voyez aucune, les notifications sont désactivées dans les réglages de l’ordinateur.
notices-trouble-no-service = Cet ordinateur n’a aucun programme qui montre les notifications. Demandez-en un à l’assistance de votre ministère.
notices-trouble-hours = Ce sont vos heures de calme : les nouveaux messages n’amènent pas de notification en ce moment.
notices-trouble-until = Calme jusqu’à : { $day }, { $time }. Les nouveaux messages n’amènent pas de notification d’ici là.
notices-trouble-account-silenced = Les notifications sont désactivées pour tout votre compte, sur tous vos appareils. Un autre programme l’a fait ; on peut y revenir là-bas.
autostart-title = Démarrage
autostart = Démarrer Depesha quand j’ouvre ma session sur cet ordinateur

link-title = Suivre un lien
link-outside = Ce lien mène à une conversation dont vous ne faites pas partie. S’il s’agit d’un salon privé, demandez à quelqu’un de vous y inviter.
link-nowhere = Ce lien ne mène nulle part que Depesha connaisse.

keys-title = Touches
keys-or = ou
key-ctrl = Ctrl
key-shift = Maj
key-enter = Entrée
key-escape = Échap
key-tab = Tab
key-home = Début
key-end = Fin
key-menu = Touche Menu
keys-of-anywhere = Partout
keys-of-list = Dans la liste des conversations
keys-of-messages = Dans les messages
keys-of-writing = En écrivant
keys-search = Chercher des personnes, des unités et des salons
keys-words = Chercher dans ce qui a été écrit
keys-overview = Cette liste
keys-settings = Réglages
keys-zoom-in = Tout agrandir
keys-zoom-out = Tout réduire
keys-zoom-usual = La taille habituelle
keys-next-place = À l’endroit suivant, ou en arrière
keys-close = Fermer ce qui est ouvert
keys-list-move = Parcourir les conversations
keys-list-open = Ouvrir une conversation
keys-list-menu = Ce qu’on peut en faire
keys-messages-move = Parcourir les messages
keys-messages-act = Aller aux actions d’un message
keys-messages-act-move = D’une action à l’autre
keys-send = Envoyer
keys-new-line = Une nouvelle ligne
keys-bold = Gras
keys-italic = Italique
keys-edit-last = Modifier mon dernier message, quand rien n’est écrit
keys-take-back = Reprendre un message qui attend, ou abandonner une réponse
keys-people = Mentionner quelqu’un
keys-signs = Un signe par son nom

policy-set = Fixé par votre organisation.
policy-broken = Les règles de votre organisation sur cet ordinateur sont illisibles. En attendant, les plus strictes s’appliquent. Dites-le à l’assistance de votre ministère.
lock-longest = Votre organisation fait verrouiller la fenêtre au plus tard après { $minutes } minutes.

licences-title = Programmes d’autrui dans Depesha
licences-text = Depesha est construite sur le travail de beaucoup d’autres. Voici les éléments qu’elle contient, chacun sous sa propre licence. Ouvrez un élément pour la lire.
licences-find = Chercher
licences-loading = Lecture de la liste…
licences-none = Cet élément est fourni sans le texte de sa licence, connue de tous sous ce nom : { $licence }.
licences-missing = Cette version est destinée au développement : elle contient le nom des licences sans leur texte. Depesha telle qu’on l’installe contient les deux.
licences-count = { $count ->
    [one] { $count } élément
   *[other] { $count } éléments
}

updates-title = Nouvelles versions
updates-ask = Demander une fois par jour au service de mon organisation s’il existe une nouvelle version
updates-text = Seul le numéro de la dernière version est demandé, et il ne compte qu’avec la signature de votre organisation. Rien n’est installé tout seul.
updates-none = Ce programme Depesha ne cherche pas de nouvelles versions. Elles arrivent avec les autres programmes de cet ordinateur.
updates-now = Demander maintenant
updates-asking = Le service de votre organisation est interrogé…
updates-newest = Votre organisation n’annonce aucune nouvelle version.
updates-newer = La version { $version } de Depesha est disponible.
updates-how = Elle arrive avec les autres programmes de cet ordinateur. L’assistance de votre ministère sait quand.
updates-explain = Comment l’obtenir
updates-later = Plus tard
updates-not-signed = Une nouvelle version a été annoncée sans la signature de votre organisation. L’annonce ne compte pas. Dites-le à l’assistance de votre ministère, et n’installez rien.
