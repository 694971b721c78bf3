### Une conversation.

timeline-label = Messages
timeline-loading = Chargement des messages antérieurs…
timeline-start = La conversation commence ici.
timeline-start-kept = Dans ce salon, qui arrive plus tard ne voit pas ce qui a été écrit auparavant.
timeline-unread = Nouveaux messages
timeline-to-end = Au message le plus récent
today = Aujourd’hui
yesterday = Hier
banner-public = Salon public, non chiffré : tous les agents de tous les ministères peuvent lire ce qui est écrit ici.

event-created = { $actor } a créé ce salon.
event-joined = { $name } est entré.
event-invited = { $actor } a invité { $name }.
event-left = { $name } est parti.
event-removed = { $actor } a retiré { $name }.
event-renamed = { $actor } a nommé le salon « { $name } ».
event-topic = { $actor } a changé le sujet : { $topic }
event-encrypted = À partir d’ici, seuls les membres peuvent lire les messages.
event-earlier_for_all = { $actor } permet aux nouveaux membres de lire ce qui est écrit à partir d’ici.
event-earlier_kept = { $actor } ferme le passé aux nouveaux membres : ils ne lisent que ce qui est écrit après leur arrivée.

events-joined = { $count ->
    [0] { $name } est entré
    [one] { $name } et { $count } autre personne sont entrés
   *[other] { $name } et { $count } autres personnes sont entrés
}
events-invited = { $count ->
    [0] { $name } a été invité
    [one] { $name } et { $count } autre personne ont été invités
   *[other] { $name } et { $count } autres personnes ont été invités
}
events-left = { $count ->
    [0] { $name } est parti
    [one] { $name } et { $count } autre personne sont partis
   *[other] { $name } et { $count } autres personnes sont partis
}
events-removed = { $count ->
    [0] { $name } a été retiré
    [one] { $name } et { $count } autre personne ont été retirés
   *[other] { $name } et { $count } autres personnes ont été retirés
}

message-you = Vous
message-edited = modifié
message-whole = Afficher tout le message
message-shorten = Afficher moins
message-deleted = Ce message a été supprimé.
message-deleted-by = Ce message a été supprimé par { $name }.
message-deleted-reason = Motif : { $reason }
message-unsupported = Ce genre de message ne peut pas être affiché ici. Mettez Depesha à jour pour le voir.
message-before-joining = Ce message a été envoyé avant votre invitation. Il vous reste fermé.
message-needs-recovery = Saisissez votre clé de récupération pour lire ce message.
message-key-not-here = La clé de ce message n’est pas ici. Si elle arrive encore, le message s’ouvrira de lui-même ; sinon, demandez à l’expéditeur de l’envoyer de nouveau.
message-withheld = L’ordinateur de l’expéditeur ne partage pas ce message avec celui-ci. Demandez-lui de l’envoyer de nouveau.
message-reply-to = En réponse à { $sender }
message-reply-unknown = En réponse à un message antérieur
message-read-by = Lu par { $names }
message-read-by-count = { $count ->
    [one] Lu par { $count } personne
   *[other] Lu par { $count } personnes
}
message-label = { $sender }, { $time } : { $text }
warning-identity = L’identité de cet expéditeur a changé. Vérifiez par téléphone que c’est normal avant de partager quoi que ce soit.
warning-clear = Ce message n’a pas été protégé pendant son transport.

delivery-waiting = Attend la connexion
delivery-paused = En pause
delivery-sending = Envoi…
delivery-progress = { $percent } % envoyés
delivery-checking = Le fichier est vérifié, puis envoyé
delivery-sent = Envoyé
delivery-failed = Non envoyé.
delivery-withheld = Non envoyé : le fichier a été retenu et sa copie sur cet ordinateur a été retirée. S’il vient de vous et que vous lui faites confiance, prévenez vos responsables de la sécurité ; sinon, supprimez-le.
delivery-retry = Envoyer de nouveau
delivery-pause = Mettre en pause
delivery-resume = Reprendre
delivery-discard = Abandonner

file-safe = Vérifié, sans danger
file-not-sent-yet = Encore sur cet ordinateur
file-checking = Recherche de virus en cours…
file-infected = Bloqué : un logiciel nuisible a été trouvé dans ce fichier. Il ne peut pas être ouvert.
file-infected-own = Bloqué : un logiciel nuisible a été trouvé dans ce fichier. Personne ne peut l’ouvrir. Prévenez votre responsable de la sécurité.
file-type-forbidden = Bloqué : ce genre de fichier n’est pas autorisé.
file-not-checked-yet = N’a pas encore pu être vérifié. Nous réessayons automatiquement.
file-too-large = Ne peut pas être vérifié : trop volumineux ou trop imbriqué. Il reste fermé.
file-encrypted = Ne peut pas être vérifié : protégé par un mot de passe. Il reste fermé.
file-damaged = Ne peut pas être vérifié : arrivé endommagé. Demandez à l’expéditeur de l’envoyer de nouveau.
file-gone = Ce fichier n’est plus sur le serveur.
file-waiting = En attente de vérification : beaucoup de fichiers en même temps. Cela continue automatiquement.
file-key-refused = Ne peut pas être vérifié : l’antivirus présente une empreinte que cet ordinateur ne reconnaît pas. Voyez les réglages.
file-check-again = Revérifier
file-check-again-label = Revérifier : { $name }
file-save = Enregistrer…
file-save-label = Enregistrer { $name }
file-saved = { $name } est enregistré.
file-image = Image { $name }
file-look = Afficher
file-look-label = Afficher { $name }
file-listen = Écouter
file-listen-label = Écouter { $name }
file-video = Vidéo { $name }
file-sound = Enregistrement { $name }
file-voice = Message vocal
file-voice-length = Message vocal, { $length }

voice-record = Enregistrer un message vocal
voice-running = Enregistrement en cours. Parlez.
voice-silent = On n’entend rien. Le micro est-il allumé ?
voice-stop = Arrêter
voice-waiting = Enregistré, { $length }. Écoutez-le, envoyez-le ou supprimez-le.
voice-cut-off = L’enregistrement s’est arrêté de lui-même, après { $length }. Ce que vous avez dit jusque-là est conservé.
voice-discard = Supprimer l’enregistrement
voice-send = Envoyer le message vocal
voice-no-player = Cet ordinateur ne peut pas lire l’enregistrement. Il peut être envoyé malgré tout.

look-coming = Récupération du fichier…
look-too-large = Ce fichier est trop volumineux pour être affiché ici. Enregistrez-le et ouvrez-le avec un autre programme.
look-other-kind = Le contenu de ce fichier ne peut pas être affiché ici. Enregistrez-le et ouvrez-le avec un autre programme.
look-no-player = Cet ordinateur ne peut pas lire ce genre d’enregistrement. Enregistrez le fichier et ouvrez-le avec un autre programme.
look-text-label = Texte de { $name }
look-text-cut = Voici le début du fichier. Enregistrez-le pour le lire en entier.
look-text-empty = Ce fichier est vide.
look-pdf-failed = Ce document ne peut pas être affiché ici. Il est peut-être endommagé ou protégé par un mot de passe. Enregistrez-le et ouvrez-le avec un autre programme.
look-pages-label = Pages de { $name }
look-pages-cut = Les { $shown } premières pages sur { $all } sont affichées ici. Enregistrez le document pour les lire toutes.
look-page = Page { $number } sur { $all }
look-page-failed = Cette page ne peut pas être affichée.
look-page-without-text = Rien sur cette page ne peut être lu à voix haute.

actions-label = Actions pour ce message
action-react = Réagir
action-reply = Répondre
action-edit = Modifier
action-caption = Écrire une légende
action-caption-change = Modifier la légende
action-copy = Copier le texte
action-copy-link = Copier le lien
action-delete = Supprimer
action-more = Plus
delete-title = Supprimer ce message ?
delete-text = Il disparaît pour tous dans cette conversation.
delete-reason = Pourquoi ? (peut rester vide)
delete-reason-help = Le motif n’est pas chiffré. N’y écrivez rien de confidentiel.
react-label = Choisir une réaction
reaction-label = { $key }, { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
} : { $people }

composer-label = Message à { $name }
composer-placeholder = Écrire un message
composer-send = Envoyer
composer-attach = Joindre des fichiers
composer-replying = Réponse à { $sender }
composer-editing = Vous modifiez votre message
composer-caption = Ceci figurera sous { $name }
composer-stop = Arrêter
composer-held = Va être envoyé
composer-take-back = Reprendre
composer-hint = Entrée envoie, Maj+Entrée : ligne, @ personnes, : signes
composer-no-write = Vous ne pouvez pas écrire dans cette conversation.
composer-drop = Relâchez pour envoyer les fichiers ici

send-files-title = { $count ->
    [one] Envoyer un fichier
   *[other] Envoyer { $count } fichiers
}
send-files-where = À { $name }
send-files-caption = Légende (facultatif)
send-files-leave-out = Ne pas envoyer { $name }
send-files-whole = Envoyer tel quel, avec le lieu, l’appareil photo et les noms des auteurs
send-files-go = Envoyer

files-sent-close = Fermer cette indication
files-removed = Retiré avant l’envoi ({ $names }) : { $facts }.
files-fact-place = lieu
files-fact-camera = appareil photo
files-fact-author = noms des auteurs
files-fact-other = remarques et dates cachées
files-signed = Part tel quel, avec les noms d’auteurs qui peuvent s’y trouver, car il est signé ({ $names }).
files-possible = Part tel quel : ce type de fichier peut contenir un lieu ou le nom de l’auteur ({ $names }).
files-unchanged = Part tel quel, comme vous l’avez voulu ({ $names }).
files-many = { $count ->
    [one] { $count } fichier
   *[other] { $count } fichiers
}
live-message = { $sender }, { $organisation } : { $text }

typing-one = { $name } écrit…
typing-some = { $names } écrivent…
typing-many = { $count ->
    [one] { $count } personne écrit…
   *[other] { $count } personnes écrivent…
}

suggestions-label = Propositions
suggestions-count = { $count ->
    [one] { $count } proposition. Entrée l’insère, Échap ferme.
   *[other] { $count } propositions. Les flèches choisissent, Entrée insère, Échap ferme.
}
format-label = Mise en forme
format-bold = Gras (Ctrl+B)
format-italic = Italique (Ctrl+I)
format-list = Liste
format-quote = Citation
format-code = Code

versions-open = Modifié : afficher ce que le message disait avant
versions-title = Ce que disait ce message
versions-loading = Recherche des versions antérieures…
versions-first = Envoyé : { $day }, { $time }
versions-changed = Modifié : { $day }, { $time }
versions-none = Sans texte

message-no-copy = Ce message est plus ancien que cet ordinateur, et votre compte n’en a pas gardé de copie. Il se lit sur l’appareil que vous utilisiez alors.
message-withheld-not-confirmed = Cet ordinateur n’était pas confirmé quand ce message a été envoyé ; il n’est donc pas arrivé ici. Confirmez cet ordinateur, puis demandez à l’expéditeur de l’envoyer de nouveau.
message-sender-not-confirmed = Ce message vient d’un appareil que son propriétaire n’a pas confirmé. Il s’ouvrira de lui-même dès que ce sera fait.
message-sender-changed = Les clés de l’expéditeur sont nouvelles, alors que vous aviez comparé des signes. Il s’ouvrira quand vous aurez décidé, en haut de cette conversation.

thread-label = Messages du fil
thread-title = Fil
thread-close = Retour à la conversation
thread-open = Ouvrir le fil :
thread-answers = { $count ->
    [one] { $count } réponse
   *[other] { $count } réponses
}
thread-unread = { $count ->
    [one] { $count } nouvelle
   *[other] { $count } nouvelles
}
thread-last = la dernière de { $sender } : { $text }
thread-unreadable = illisible ici
action-thread = Répondre dans un fil
composer-label-thread = Réponse dans le fil, { $name }
composer-placeholder-thread = Écrire une réponse
composer-more = Envoyer autre chose
threads-count = { $count ->
    [0] Il n’y a pas de fil ici. « Répondre dans un fil », dans le menu d’un message, en commence un.
    [one] { $count } fil
   *[other] { $count } fils
}
threads-open = Ouvrir
threads-open-label = Ouvrir le fil : { $text }

poll-new = Sondage…
poll-title = Nouveau sondage
poll-question = Question
poll-answer = Réponse { $number }
poll-answer-add = Une réponse de plus
poll-answer-remove = Retirer la réponse { $number }
poll-several = Plusieurs réponses peuvent être choisies
poll-at-end = Ne montrer les résultats qu’à la fin
poll-send = Envoyer le sondage
poll-label = Sondage : { $question }
poll-words = Sondage : { $question } { $answers }
poll-words-ended = Sondage terminé : { $question } { $answers }
poll-choose-one = Choisissez une réponse. Vous pouvez en changer jusqu’à la fin du sondage.
poll-choose-several = Choisissez jusqu’à { $count } réponses. Vous pouvez en changer jusqu’à la fin du sondage.
poll-ended = Ce sondage est terminé.
poll-later = Les résultats s’affichent à la fin du sondage.
poll-voters = { $count ->
    [0] Personne n’a voté
    [one] { $count } personne a voté
   *[other] { $count } personnes ont voté
}
poll-votes = { $count ->
    [one] { $count } voix, { $share } %
   *[other] { $count } voix, { $share } %
}
poll-answer-votes = { $text } : { $votes } sur { $voters }
poll-answer-own = { $words }, votre choix
poll-own = votre choix
poll-end = Terminer le sondage
poll-end-title = Terminer ce sondage ?
poll-end-text = Personne ne pourra plus voter, et tous verront les résultats.
poll-end-words = Le sondage « { $question } » est terminé.

action-forward = Transférer…
forward-title = Transférer le message
forward-search = Vers quelles conversations ?
forward-chosen = { $count ->
    [one] { $count } conversation choisie
   *[other] { $count } conversations choisies
}
forward-offered = Conversations au choix
forward-send = { $count ->
    [0] Transférer
    [one] Transférer vers { $count } conversation
   *[other] Transférer vers { $count } conversations
}
forward-externals = Dans « { $name } », des personnes extérieures liront ce message.
forward-public = « { $name } » est public : tous les agents de tous les ministères pourront lire ce message.
forward-unlabelled = Ce message quitte un salon restreint. « { $name } » ne l’est pas.
forward-closed = Ce message ne peut pas aller dans « { $name } » : il se trouve dans un salon restreint, et celui-là ne l’est pas.
forward-sure = J’ai le droit de partager ce message à cet endroit

date-title = Aller à une date
date-label = Date
date-help = La conversation s’ouvre au premier message à partir de ce jour.
date-go = Y aller
date-nothing = Il n’y a pas de messages que vous puissiez lire ici.
date-shown = Messages affichés à partir de : { $day }
