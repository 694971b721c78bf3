# Les consoles, en français.

console-admin = Administration
console-security = Sécurité
skip = Aller au contenu
nav-label = Rubriques
nav-people = Personnes
nav-invite = Inviter
nav-audit = Journal d’audit
nav-reports = Rapports d’analyse
nav-engine = Antivirus
sign-out = Se déconnecter
languages-label = Langue
footer-recorded = Tout ce qui est consulté et fait ici est enregistré.

login-title = Connexion
login-name = Nom
login-password = Mot de passe
login-submit = Se connecter
login-hint = Ces comptes sont créés par l’exploitant du service. Ils sont sans rapport avec votre compte de messagerie.
login-wrong = Le nom ou le mot de passe est incorrect.
login-wait = Trop d’essais. Attendez un quart d’heure, puis réessayez.
login-form-old = Le formulaire était trop ancien. Veuillez réessayer.

error-title = Cela n’a pas fonctionné
error-back = À la page d’accueil
error-not-found = Cette page n’existe pas. L’adresse est peut-être ancienne.
error-form = Le formulaire était trop ancien. Rechargez la page, puis recommencez.
error-wait = Trop de requêtes. Attendez un instant, puis réessayez.
error-request = La requête n’a pas été comprise. Revenez en arrière, puis réessayez.
error-ours = Une erreur s’est produite de notre côté. Réessayez ; si elle persiste, prévenez l’exploitant.

name = Nom
given-name = Prénom
family-name = Nom de famille
email = Adresse professionnelle
organisation = Organisation
unit = Service
post = Fonction
state = État
account = Compte
yes = Oui
no = Non
choose = Choisir…
when-utc = Date et heure (UTC)
any-organisation = Toutes les organisations
any-state = Tous les états
any-homeserver = Tous les serveurs
filter-apply = Afficher
filter-clear = Retirer les filtres
pager-label = Pages
pager-previous = Précédente
pager-next = Suivante

people-title = Personnes
people-invite = Inviter une personne
people-search = Nom, adresse, fonction, service ou compte
people-none = Il n’y a encore personne
people-none-hint = Les personnes apparaissent quand le registre RH est synchronisé ou quand vous invitez quelqu’un.
people-none-found = Personne ne correspond
people-none-found-hint = Essayez une partie du nom, ou retirez les filtres.
people-back = Toutes les personnes
person-heading = Personne
person-id = Clé de la personne
source = Connue par
source-register = Registre RH
source-invitation = Invitation d’un administrateur
invited-at = Invitée
protected = Fonction protégée
protected-yes = Absente de l’annuaire
account-id = Compte
account-none = Cette personne n’a pas encore de compte. Elle le crée en s’inscrivant avec son adresse professionnelle.
created-at = Créé
suspend = Suspendre ce compte…
suspend-confirm = Suspendre le compte
resume = Rétablir le compte
resume-explained = Le compte est suspendu. Une fois rétabli, la personne pourra de nouveau se connecter.
done-invited = L’invitation part par courriel.
done-suspended = Le compte est suspendu et la personne est déconnectée.
done-suspended-pending = Le compte est suspendu. Le serveur ne répond pas pour l’instant ; il sera informé dès que possible.
done-resumed = Le compte peut de nouveau être utilisé.
done-resumed-pending = Le compte pourra de nouveau être utilisé dès que le serveur répondra.
done-withheld = Le compte reste suspendu : d’après le registre RH, la personne ne doit pas avoir accès.
done-nothing = Il n’y avait rien à changer.

state-known = Pas inscrite
state-invited = Invitée
state-creating = Inscription en cours
state-waiting = Compte prêt, pas encore inscrite
state-active = Active
state-suspended = Suspendue
state-leaving = Départ en cours
state-closed = Fermée
state-left = Partie

invite-title = Inviter une personne
invite-explained = Pour les personnes qui travaillent avec l’administration mais ne figurent pas dans le registre RH. Elles reçoivent un courriel et s’inscrivent avec cette adresse.
invite-submit = Envoyer l’invitation
invite-bad-email = Ce n’est pas une adresse professionnelle. Écrivez-la sous la forme nom@organisation.example, sans nom affiché.
invite-unknown-domain = Aucune organisation n’utilise le domaine de cette adresse. Vérifiez la partie après le @.
invite-wrong-domain = Le domaine de cette adresse appartient à une autre organisation que celle choisie.
invite-no-organisation = Choisissez l’organisation de la personne.
invite-bad-name = Saisissez un prénom et un nom de famille, de 100 caractères au plus.
invite-known = Le registre RH connaît déjà cette adresse. La personne peut s’inscrire sans invitation.
invite-twice = Cette adresse a déjà été invitée.

audit-title = Journal d’audit
audit-explained = Qui a fait quoi sur les personnes et les comptes, du plus récent au plus ancien. Chaque ligne est liée à la précédente ; l’exploitant peut prouver qu’aucune ne manque ni n’a été modifiée.
audit-number = N°
audit-who = Qui
audit-what = Quoi
audit-subject = Sur qui
audit-detail = Détails
action-audit-list = A lu le journal d’audit
action-people-list = A parcouru les personnes
action-person-view = A ouvert une personne
action-person-join = Arrivée d’une personne
action-person-change = Personne modifiée
action-person-leave = Départ d’une personne
action-person-hide = S’est mise sur liste rouge
action-person-show = A quitté la liste rouge
action-invitation-create = A invité une personne
action-account-create = Compte créé
action-account-password-reset = Mot de passe réinitialisé
action-account-suspend = A suspendu un compte
action-account-resume = A rétabli un compte
action-officer-set = Compte de console défini
action-session-start = Connexion
action-session-end = Déconnexion
action-session-refused = Connexion refusée

plans-title = Plans
plans-explained = La synchronisation avec le registre RH s’arrête quand un plan dépasse ses limites. Un tel plan n’est exécuté que si deux administrateurs l’ont approuvé.
plans-none = Aucun plan n’est en attente
plans-none-hint = Quand la synchronisation s’arrête à une limite, son plan apparaît ici.
plans-back = Tous les plans
plan = Plan
plan-title = Plan { $value }
plan-about = À propos de ce plan
plan-register = Registre
plan-made = Établi
plan-submitted = Reçu
plan-expires = Expire
plan-approved-by = Approuvé par
plan-rejected-by = Rejeté par
plan-applied-at = Premiers changements
plan-hash = Empreinte complète
plan-approvals = Approbations
plan-signed-out = Déconnectées
plan-other-changes = Autres changements
plan-brakes = Pourquoi il a été arrêté
plan-counts = Ce qu’il fait
plan-working = En poste avant
plan-joined = Arrivées
plan-changed = Modifiées
plan-moved-in = Mutées ici
plan-moved-out = Mutées ailleurs
plan-suspended = Suspendues
plan-returned = De retour
plan-missing = Absentes
plan-left = Parties
plan-total = Toutes les organisations
plan-decide = Votre décision
plan-four-eyes = Deux administrateurs différents doivent approuver. Un seul suffit pour rejeter.
plan-mine = Vous avez approuvé ce plan. Un autre administrateur doit l’approuver aussi.
plan-approve = Approuver ce plan…
plan-approve-confirm = Approuver le plan
plan-question = { $n ->
    [0] Personne ne sera déconnecté. Les nombres ci-dessus sont-ils ceux que vous attendez ?
    [one] Ce plan déconnectera { $value } personne. Est-ce bien ce que vous attendez ?
   *[other] Ce plan déconnectera { $value } personnes. Est-ce bien ce que vous attendez ?
}
plan-reject = Rejeter ce plan…
plan-reject-explained = Aucun de ses changements ne sera fait. La synchronisation établira un nouveau plan la prochaine fois.
plan-reject-confirm = Rejeter le plan
plan-lines = Les changements un par un
plan-lines-none = Le registre n’a pas envoyé de liste.
plan-lines-cut = Il y a { $value } lignes en tout ; le registre a envoyé les premières.
plan-waiting = En attente
plan-approved = Approuvé
plan-applied = Exécuté
plan-rejected = Rejeté
plan-expired = Expiré
done-plan-first = Votre approbation est enregistrée. Un autre administrateur doit aussi l’approuver.
done-plan-approved = Le plan est approuvé. La synchronisation peut maintenant l’exécuter.
done-plan-rejected = Le plan est rejeté.
done-plan-again = Vous avez déjà approuvé ce plan. Un autre administrateur doit le faire aussi.
done-plan-late = On ne pouvait plus décider de ce plan.
nav-plans = Plans
nav-plans-waiting = { $n } en attente
action-plan-submit = Plan reçu
action-plan-list = A parcouru les plans
action-plan-view = A ouvert un plan
action-plan-approve = A approuvé un plan
action-plan-reject = A rejeté un plan
action-plan-apply = Plan exécuté

hr-says = D’après le registre RH
employment-suspended = Suspendue
employment-left = Partie
resume-withheld = Le compte est suspendu. D’après le registre RH, la personne ne doit pas avoir accès ; il ne peut donc pas être rétabli ici.
readmit = Laisser revenir cette personne
readmit-explained = Cette personne était partie et figure de nouveau dans le registre RH. Son compte reste fermé tant que vous ne la laissez pas revenir. Un compte fermé définitivement n’est pas rouvert : la personne s’inscrit et reçoit un nouveau compte.
sync-heading = Synchronisation
sync-locked = Aucune synchronisation ne modifie cette personne ni ne touche à son compte.
sync-reason = Motif
sync-lock = Protéger de la synchronisation…
sync-lock-explained = Aucune synchronisation ne modifiera plus cette personne ni ne touchera à son compte, tant que vous ne la lui rendez pas.
sync-lock-confirm = Protéger
sync-unlock = Rendre à la synchronisation
done-readmitted = La personne peut revenir.
done-locked = Aucune synchronisation ne touche plus à cette personne.
done-unlocked = La synchronisation s’occupe de nouveau de cette personne.
done-lock-reason = Rien n’a changé : un motif de 300 caractères au plus est nécessaire.
action-person-update = Personne modifiée
action-person-missing = Absente du registre
action-person-readmit = A laissé revenir une personne
action-person-lock = A protégé une personne de la synchronisation
action-person-unlock = A rendu une personne à la synchronisation
action-person-invite = A invité un collègue
action-person-invite-joiner = Nouvel arrivant invité
action-account-adopt = Compte d’une invitation repris

reports-title = Rapports d’analyse
reports-count = { $n ->
    [one] { $n } rapport
   *[other] { $n } rapports
}
reports-none = Rien n’a été bloqué
reports-none-hint = Quand l’antivirus arrête un fichier, il apparaît ici aussitôt.
reports-none-found = Aucun rapport ne correspond
reports-back = Tous les rapports
report-title = Rapport d’analyse
report-found = Ce qui a été trouvé
report-origin = D’où cela vient
report-no-people = Ni l’expéditeur ni les destinataires ne sont nommés ici, et le fichier ne peut pas être ouvert d’ici.
verdict = Verdict
signature = Signature
type = Type de contenu
size = Taille
hash = SHA-256 tel que conservé
encrypted = Chiffré de bout en bout
uploaded-to = Serveur
sender-organisation = Organisation de l’expéditeur
scanned-for = Analysé pour
organisation-externals = Personnes externes
organisation-unknown = Inconnue
verdict-blocked = Bloqués
verdict-unchecked = Non vérifiables
verdict-all = Tous les verdicts
verdict-clean = Sûr
verdict-infected = Infecté
verdict-type-forbidden = Type non autorisé
verdict-too-large = Trop volumineux
verdict-unscannable-encrypted = Protégé par mot de passe
verdict-unscannable-limits = Au-delà des limites
verdict-unscannable-malformed = Endommagé
verdict-engine-error = Échec de l’antivirus
verdict-timeout = Délai dépassé
verdict-hash-mismatch = Pas le fichier annoncé
effect-clean = Rien n’a été trouvé. Le fichier peut être ouvert.
effect-blocked = Plus personne ne peut ouvrir, enregistrer ou prévisualiser ce fichier.
effect-unchecked = Il n’y a pas de verdict : le fichier reste fermé tant qu’il ne peut pas être vérifié.

engine-title = Antivirus
engine-explained = Chaque analyseur éprouve son moteur toutes les minutes avec un fichier de test inoffensif. Les fichiers ne sont remis que tant que le moteur fonctionne.
engine-name = Moteur
engine-none = Aucun analyseur ne s’est encore annoncé
engine-none-hint = Les fichiers restent fermés d’ici là. Si cela dure, prévenez l’exploitant.
engine-more = Détails
engine-working = En service
engine-failing = En panne
engine-silent = Sans nouvelles
engine-checked = Dernier contrôle
engine-trouble = Ce moteur ne peut pas vérifier de fichiers pour l’instant ; ils restent fermés. Prévenez l’exploitant.
signatures-version = Signatures
signatures-made = Date des signatures
signatures-age = signatures datant de { $value }
signatures-age-unknown = âge des signatures inconnu
signatures-old = Périmées
ago = il y a { $value }

age-moment = moins d’une minute
age-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
age-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
}
age-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
size-bytes = { $n ->
    [one] { $n } octet
   *[other] { $n } octets
}
size-kib = { $value } Kio
size-mib = { $value } Mio
decimal-point = ,

nav-offboardings = Départs
offboardings-title = Départs
offboardings-explained = Ce qu’il advient des comptes des personnes parties ou mutées, étape par étape. Ouvrez un départ pour voir son reçu.
offboardings-back = Tous les départs
offboardings-none = Personne n’est encore parti
offboardings-none-hint = Les départs apparaissent lorsque les RH annoncent un départ, ou lorsque vous en lancez un.
offboardings-none-found = Aucun départ dans cet état
offboardings-count = { $n ->
    [one] { $n } départ
   *[other] { $n } départs
}
offboarding-rooms = Salons quittés
offboarding-cause = Motif
offboarding-cause-left = Départ annoncé par les RH
offboarding-cause-moved = Mutation vers un autre serveur
offboarding-cause-administrator = Décision d’un administrateur
offboarding-cause-expired = Fin de la durée prévue
offboarding-started = Lancé
offboarding-ended = Terminé
offboarding-closes = Fermeture du compte
offboarding-stuck = Nouvel essai nécessaire
offboarding-state-running = En cours
offboarding-state-waiting = Sorti, pas encore fermé
offboarding-state-closed = Fermé
offboarding-state-cancelled = Annulé
offboarding-step-sessions = Compte verrouillé, sessions terminées
offboarding-step-directory = Retiré de l’annuaire
offboarding-step-rooms = Salons transmis et quittés
offboarding-step-servers = Constaté par les autres serveurs
offboarding-step-close = Compte fermé définitivement
offboarding-detail-never-made = Le serveur n’a jamais créé ce compte.
offboarding-done-started = Le départ a commencé. Cette page montre son avancement : rechargez-la pour suivre.
offboarding-done-cancelled = Le départ est annulé. Le compte est suspendu : réactivez-le sur la fiche de la personne s’il doit resservir.
offboarding-done-too-late = Il est trop tard : le compte a commencé à quitter ses salons.
offboarding-cancel = Annuler ce départ…
offboarding-cancel-explained = C’est possible tant que le compte n’a pas commencé à quitter ses salons. Le compte reste suspendu jusqu’à ce que vous le réactiviez.
offboarding-cancel-confirm = Annuler le départ
offboard = Lancer le départ de cette personne…
offboard-sessions = La personne est déconnectée partout immédiatement et ne peut plus se connecter. Son application efface ses données.
offboard-rooms = Le compte quitte tous ses salons, aussi sur les autres serveurs. Là où il est le dernier administrateur, quelqu’un d’autre le devient d’abord.
offboard-directory = Plus personne ne trouve cette personne.
offboard-close = { $n ->
    [0] Le compte est fermé définitivement tout de suite. Son nom n’est jamais donné à quelqu’un d’autre.
    [one] Après { $n } jour, le compte est fermé définitivement. Son nom n’est jamais donné à quelqu’un d’autre.
   *[other] Après { $n } jours, le compte est fermé définitivement. Son nom n’est jamais donné à quelqu’un d’autre.
}
offboard-confirm = Lancer le départ
receipt-title = Départ de { $value }
receipt-facts = Données
receipt-steps = Étapes
receipt-step = Étape
receipt-outcome = Résultat
receipt-detail = Détails
receipt-rooms = Salons
receipt-no-rooms = Aucun salon connu : il n’y en a pas, ou ils n’ont pas encore été relevés.
receipt-room = Salon
receipt-was = Le compte était
receipt-handover = Transmission
receipt-departure = Quitté
receipt-servers = Serveurs
outcome-pending = En attente
outcome-done = Fait
outcome-failed = Échec, nouvel essai
membership-join = Membre
membership-invite = Invité
membership-knock = En attente d’entrée
handover-pending = En attente
handover-not-needed = Inutile
handover-done = Transmis à
handover-nobody = Personne à qui le transmettre
handover-failed = Échec
action-offboarding-start = Départ lancé
action-offboarding-cancel = Départ annulé
action-offboarding-handover = Salon transmis
action-room-handover = Salon transmis par son dernier administrateur
action-offboarding-out = Sorti de tous les salons
action-offboarding-list = A parcouru les départs
action-offboarding-view = A ouvert le reçu d’un départ
action-account-close = Compte fermé définitivement
