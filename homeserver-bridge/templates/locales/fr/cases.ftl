### Cases: what officers do with a report.

nav-outbreaks = Épidémies
nav-requests = Demandes
nav-blocks = Blocages

standing = Dossier
standing-any = Tous les dossiers
standing-open = Ouverts
standing-unassigned = Ouverts, à personne
standing-waiting = Libération demandée
standing-released = Libérés
standing-quarantined = En quarantaine
standing-closed = Clos
case-none = Pas de dossier
case-open = Ouvert
case-closed = Clos
closed-malware = Logiciel malveillant confirmé
closed-false-positive = Faux positif
closed-test = Test inoffensif
closed-other = Autre
mine = Qui me sont attribués
any-engine = Tous les moteurs
filter-more = Plus de filtres
filter-from = Du (UTC)
filter-to = Au (UTC)
reports-newer = { $n ->
    [one] { $n } nouveau rapport
   *[other] { $n } nouveaux rapports
}
live-start = Actualiser automatiquement toutes les 30 secondes
live-on = S’actualise automatiquement jusqu’au { $value } UTC.
live-stop = Arrêter
verdict-lifted = Plus de verdict
effect-released = Quelque chose a été trouvé, mais des responsables ont libéré ce fichier : il peut être ouvert.
released = Libéré
set-aside = Ne compte plus

seen = Vu pour la première et la dernière fois
type-declared = Type déclaré
type-differs = Diffère du contenu
not-said = Non indiqué
rooms = Salons
reason = Motif
report-notes = Notes de l’inspection
report-history = Ce qui a été dit au fil du temps
said-first = Première fois
said-last = Dernière fois
said-times = Fois
fetched = À qui le fichier a été remis
fetched-none = À personne, pour autant qu’on le sache.
fetched-people = Personnes
fetched-before = Avant la découverte

work = Traitement
assigned-to = Attribué à
assigned-nobody = Personne
assign = Attribuer
comment = Commentaire
comment-hint = Les autres responsables de la sécurité le lisent. N’y nommez personne.
comment-add = Ajouter le commentaire
comment-optional = Commentaire (facultatif)
case-close = Clore ce dossier…
case-close-explained = Un logiciel malveillant confirmé est aussitôt retenu par les serveurs, puis supprimé. Clore un dossier comme faux positif n’ouvre rien : il faut pour cela une libération.
case-close-as = Clore comme
case-close-confirm = Clore le dossier
case-reopen = Rouvrir ce dossier…
case-reopen-confirm = Rouvrir le dossier

release-title = Libération
release-nothing = Il n’y a rien à libérer.
release-ask = Faux positif : demander une libération…
release-ask-explained = Une fois approuvée par un second responsable, ce fichier peut être ouvert. Seuls ce fichier et cette découverte sont libérés : si autre chose y est trouvé, il est de nouveau bloqué.
release-reason = Pourquoi la découverte est-elle erronée ?
release-ask-confirm = Demander la libération
release-withdraw = Retirer cette libération…
release-withdraw-explained = La découverte compte de nouveau et personne ne peut plus ouvrir le fichier.
release-withdraw-confirm = Retirer la libération

measures = Mesures
quarantine = Sur les serveurs
quarantine-on = En quarantaine : ils ne le remettent à personne
quarantine-from = Mis en quarantaine le { $value } UTC
quarantine-off = Pas en quarantaine
quarantine-deleted = Supprimé
quarantine-delete = Sera supprimé
quarantine-now = Mettre en quarantaine maintenant
rescan = Nouvelle analyse
rescan-none = Non demandée
rescan-since = Demandée le { $value } UTC
rescan-ask = Analyser de nouveau
rescan-hint = Le fichier est analysé de nouveau quand l’application de quelqu’un en remet la clé.
block-for-all = Bloquer pour tous
block-this = Bloquer…
block-is = Bloqué

names-title = Personnes
names-explained = Qui a envoyé le fichier et qui l’a reçu n’est montré que pour un motif, après l’approbation d’un second responsable et pour peu de temps. Chaque consultation est enregistrée.
names-ask = Demander à voir des noms…
names-whose = Les noms de qui
names-about-sender = Qui l’a envoyé
names-about-exposed = À qui il a été remis
names-reason = Pourquoi en avez-vous besoin ?
names-ask-confirm = Demander les noms
names-look = Voir les noms
names-back = Le rapport
names-request = La demande
names-sender-title = Qui a envoyé le fichier
names-exposed-title = À qui le fichier a été remis
names-sender-explained = Le serveur indique que cette personne a déposé le fichier.
names-sender-guessed = Le serveur n’indique pas qui a déposé le fichier. L’application de cette personne l’a fait vérifier la première : c’est le plus souvent l’expéditeur.
names-exposed-explained = Le fichier a été remis à ces personnes. Informez-les : elles l’ont peut-être ouvert.
names-unknown = Absent de l’annuaire
names-nobody = Personne n’est enregistré
names-fetched = Première remise (UTC)

requests-title = Demandes
requests-explained = Libérer un fichier et voir des noms demande deux responsables de la sécurité. Personne ne décide de sa propre demande.
requests-none = Aucune demande en attente
requests-none-hint = Quand un responsable demande une libération ou des noms, cela apparaît ici.
requests-decided = Décidées
request-release = Libération d’un fichier
request-sender = Nom de l’expéditeur
request-exposed = Noms de ceux à qui le fichier a été remis
request-report = Vers le rapport
request-asked-by = Demandé par
request-decided-by = Décidé par
request-withdrawn-by = Retiré par
request-until = Visible jusqu’au
request-mine = C’est votre demande. Un autre responsable doit décider.
request-approve = Approuver
request-refuse = Refuser
request-take-back = Retirer la demande
request-waiting = En attente
request-approved = Approuvée
request-refused = Refusée
request-withdrawn = Retirée
request-expired = Expirée

blocks-title = Blocages
blocks-explained = Un blocage vaut pour tous les analyseurs et pour le contrôle des téléchargements. Il l’emporte sur tout verdict et toute libération.
blocks-none = Rien n’est bloqué par les responsables
blocks-none-hint = Ce que les analyseurs trouvent eux-mêmes n’a besoin d’aucun blocage.
blocks-back = Tous les blocages
block-kind = Quoi
block-kind-signature = Signature
block-kind-hash = Fichier (SHA-256 tel que stocké)
block-kind-type = Type de contenu
block-value = Nom, empreinte ou type
block-look = Voir ce que cela toucherait
block-new-title = Bloquer pour tous
block-explained-signature = Les fichiers avec cette découverte ne peuvent plus être libérés ; leurs libérations ne comptent plus.
block-explained-hash = Personne ne peut plus ouvrir ce fichier, quoi qu’en disent les analyseurs et quelle que soit son adresse.
block-explained-type = Personne ne peut plus ouvrir de fichiers de ce type. Pensez à tous ceux qui en ont besoin pour travailler.
block-reach = { $n ->
    [0] Au cours des 30 derniers jours, cela n’aurait touché aucun rapport.
    [one] Au cours des 30 derniers jours, cela aurait touché { $n } rapport.
   *[other] Au cours des 30 derniers jours, cela aurait touché { $n } rapports.
}
block-reach-open = { $n ->
    [one] { $n } de ces fichiers peut être ouvert actuellement.
   *[other] { $n } de ces fichiers peuvent être ouverts actuellement.
}
block-confirm = Bloquer
block-counts = Bloqué
block-lifted = Levé
block-made-by = Bloqué par
block-lifted-by = Levé par
block-lift = Lever ce blocage…
block-lift-explained = Ce que les analyseurs ont trouvé eux-mêmes reste bloqué.
block-lift-confirm = Lever le blocage

outbreaks-title = Épidémies
outbreaks-explained = { $n ->
    [one] La même découverte dans plusieurs salons, ou de plusieurs expéditeurs, en { $n } minute.
   *[other] La même découverte dans plusieurs salons, ou de plusieurs expéditeurs, en { $n } minutes.
}
outbreaks-none = Aucune épidémie jusqu’ici
outbreaks-none-hint = Quand la même signature est trouvée à plusieurs endroits en peu de temps, cela apparaît ici et en tête des rapports.
outbreaks-back = Toutes les épidémies
outbreak = Épidémie
outbreak-title = Épidémie de { $value }
outbreak-facts = Faits
outbreak-first = Première découverte
outbreak-noticed = Remarquée
outbreak-last = Dernière découverte
outbreak-lasts = En cours
outbreak-over = Terminée
outbreak-files = { $n ->
    [one] { $n } fichier
   *[other] { $n } fichiers
}
outbreak-rooms = { $n ->
    [one] { $n } salon
   *[other] { $n } salons
}
outbreak-senders = { $n ->
    [one] { $n } expéditeur
   *[other] { $n } expéditeurs
}
outbreak-files-head = Fichiers
outbreak-senders-head = Expéditeurs
outbreak-exposed = Personnes à qui un des fichiers a été remis
outbreak-closed-by = Close par
outbreak-close = C’est terminé…
outbreak-close-explained = L’alerte prend fin. Les découvertes suivantes seront comptées à nouveau.
outbreak-close-confirm = Clore l’épidémie
room-pseudonym = Salon (pseudonyme)
room-pseudonym-hint = Un pseudonyme distingue les salons. Il ne permet pas de retrouver un salon.

events = Ce qui a été fait
events-none = Rien encore.
event-system = Système
event-found = Quelque chose a été trouvé
event-found-again = Autre chose a été trouvé : dossier rouvert
event-assign = Attribué à
event-unassign = N’est plus attribué à personne
event-comment = Commentaire
event-close-malware = Clos : logiciel malveillant confirmé
event-close-false-positive = Clos : faux positif
event-close-test = Clos : test inoffensif
event-close-other = Clos
event-reopen = Rouvert
event-quarantine = A fait mettre en quarantaine
event-rescan = A demandé une nouvelle analyse
event-release-ask = A demandé une libération
event-release-approve = A approuvé la libération
event-release-refuse = A refusé la libération
event-release-withdraw = A retiré la libération
event-release-expire = Personne n’a décidé à temps de la libération
event-names-ask-sender = A demandé le nom de l’expéditeur
event-names-ask-exposed = A demandé les noms de ceux à qui il a été remis
event-names-approve = A approuvé la demande de noms
event-names-refuse = A refusé la demande de noms
event-names-view = A vu les noms
event-kept-back = Les serveurs le retiennent
event-given-out = Les serveurs le remettent de nouveau
event-deleted = Supprimé sur le serveur

case-done-assign = Le dossier a changé de mains.
case-done-comment = Le commentaire est ajouté.
case-done-close = Le dossier est clos.
case-done-reopen = Le dossier est rouvert.
case-done-quarantine = Les serveurs ont l’ordre de retenir le fichier.
case-done-rescan = Le fichier sera analysé de nouveau quand sa clé sera remise.
case-done-release-ask = La libération est demandée. Un autre responsable doit l’approuver.
case-done-release-approve = Le fichier est libéré.
case-done-release-refuse = La libération est refusée.
case-done-release-withdraw = La libération est retirée : le fichier est de nouveau bloqué.
case-done-names-ask = Les noms sont demandés. Un autre responsable doit approuver.
case-done-names-approve = Les noms peuvent être vus pendant peu de temps.
case-done-names-refuse = La demande de noms est refusée.
case-done-block-set = C’est bloqué pour tous.
case-done-block-lift = Le blocage est levé.
case-done-outbreak-close = L’épidémie est close.
case-not-again = Rien n’a changé : c’est déjà le cas.
case-not-late = Rien n’a changé : il est trop tard pour cela.
case-not-own = Rien n’a changé : c’est votre propre demande, un autre responsable doit l’approuver.
case-not-blocked = Rien n’a changé : un blocage s’y oppose. Levez d’abord le blocage.
case-not-pointless = Rien n’a changé : cela n’est pas possible ici.
case-not-text = Rien n’a changé : écrivez un texte de 1000 caractères au plus.
