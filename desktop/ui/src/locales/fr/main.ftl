### La fenêtre principale : la liste des conversations et les lignes au-dessus.

lines-label = Avis
connection-connecting = Connexion…
connection-offline-network = Pas de connexion à Depesha. Nous réessayons automatiquement ; ce que vous écrivez partira ensuite.
connection-offline-homeserver = Le serveur de messages de votre ministère ne répond pas. Nous réessayons automatiquement ; ce que vous écrivez partira ensuite.
trust-needs-recovery = Cet ordinateur est nouveau. Pour lire les messages antérieurs, saisissez votre clé de récupération ou confirmez-le depuis un autre appareil.
trust-enter-key = Saisir la clé de récupération
trust-confirm-device = Confirmer depuis un autre appareil
trust-fresh = Vous n’avez pas encore de clé de récupération. Sans elle, vos messages sont perdus avec cet ordinateur.
trust-create = Créer une clé de récupération
keys-begun = Les messages plus anciens deviennent lisibles.
keys-line = Les messages plus anciens deviennent lisibles : { $done } sur { $rooms ->
    [one] { $rooms } conversation
   *[other] { $rooms } conversations
}
keys-over = Les messages plus anciens sont maintenant lisibles.

list-heading = Conversations
list-filter = Chercher dans la liste
filter-label = Afficher
filter-all = Toutes
filter-unread = Non lues
filter-mentions = Mentions
filter-people = Personnes
filter-rooms = Salons
list-empty = Pas encore de conversation.
list-empty-filter = Aucune conversation ne correspond.
list-loading = Chargement de vos conversations…
list-grouped = Par organisme
list-shown = { $count ->
    [one] { $count } conversation
   *[other] { $count } conversations
}
list-no-unread = Vous avez tout lu.
list-no-mentions = Aucun message non lu ne vous mentionne.
list-no-people = Vous n’avez pas encore de conversation à deux.
list-no-rooms = Vous n’êtes encore dans aucun salon.
list-show-all = Afficher toutes les conversations
section-favourite = Favoris
section-usual = Autres conversations
section-outside = Personnes extérieures
section-last = Priorité basse
invitations-heading = { $count ->
    [one] { $count } invitation
   *[other] { $count } invitations
}
new-message = Écrire à un collègue
new-room = Nouveau salon
public-rooms = Salons publics
account-menu = Votre compte
settings = Réglages
sign-out = Se déconnecter

room-unread = { $count ->
    [one] { $count } message non lu
   *[other] { $count } messages non lus
}
room-mentions = { $count ->
    [one] vous êtes mentionné une fois
   *[other] vous êtes mentionné { $count } fois
}
room-muted = muette
room-marked-unread = marquée comme non lue
preview-own = Vous : { $text }
preview-draft = Brouillon :
preview-from = { $sender } : { $text }
preview-file = Fichier : { $text }
preview-image = Image : { $text }
preview-poll = Sondage : { $text }
preview-undecryptable = Un message qui ne peut pas encore être lu ici
preview-invitation = { $sender } vous invite
preview-deleted = Message supprimé
kind-private = Salon privé
kind-public = Salon public

row-menu = Ce qui est possible avec { $name }
mark-read = Marquer comme lue
mark-unread = Marquer comme non lue
read-done = { $name } : marquée comme lue.
unread-done = { $name } : marquée comme non lue.
own-heading = Pour vous
place-label = Place dans la liste
place-favourite = Favoris
place-usual = Selon le dernier message
place-last = Priorité basse
place-favourite-yes = Ajouter aux favoris
place-favourite-no = Retirer des favoris
place-last-yes = Mettre en priorité basse
place-last-no = Retirer la priorité basse
place-favourite-done = { $name } : parmi vos favoris.
place-usual-done = { $name } : parmi les autres conversations.
place-last-done = { $name } : en priorité basse.
folder-open = Mettre dans un dossier…
folder-in = Dossier : { $name }
folder-title = Un dossier pour { $name }
folder-label = Dossier
folder-new = Nouveau dossier
folder-none = Aucun dossier
folder-name = Nom du nouveau dossier
folder-help = Vous seul voyez vos dossiers, sur tous vos appareils. Un dossier vide disparaît de lui-même.
folder-save = Enregistrer
folder-rename = Renommer « { $name } »
folder-rename-label = Nouveau nom pour « { $name } »
folder-renamed = Le dossier s’appelle maintenant { $name }.
folder-done = { $name } : dans le dossier { $folder }.
folder-none-done = { $name } : dans aucun dossier.
notify-label = Notifications
notify-all = Tous les messages
notify-mentions = Mentions seulement
notify-muted = Muette
notify-all-done = { $name } : chaque message vous est signalé.
notify-mentions-done = { $name } : seuls les messages qui vous mentionnent vous sont signalés.
notify-muted-done = { $name } : conversation muette.

nothing-title = Choisissez une conversation
nothing-text = Ou écrivez à un collègue de votre ministère ou d’un autre.
empty-title = Bienvenue, { $name }
empty-text = Vous n’avez pas encore de conversation. Trouvez un collègue par son nom, sa fonction ou son service, ou regardez les salons publics.

invite-title = Invitation : { $room }
invite-text = { $sender } vous invite à cette conversation.
invite-from = De la part de
invite-members = Déjà présents
invite-colleagues = { $count ->
    [0] Aucun de votre organisme.
    [one] { $count } de votre organisme.
   *[other] { $count } de votre organisme.
}
invite-accept = Accepter
invite-decline = Refuser

details-heading = Détails
details-open = Afficher les détails
details-close = Masquer les détails
details-topic = De quoi il s’agit
details-topic-none = Personne ne l’a encore précisé.
details-members = Membres ({ $count })
details-invite = Inviter un collègue
details-leave = Quitter cette conversation
details-leave-title = Quitter cette conversation ?
details-leave-text = Vous ne recevrez plus ses messages. Pour revenir dans un salon privé, il vous faudra une nouvelle invitation.
details-leave-button = Quitter
member-invited = invité
details-encrypted = Seuls les membres peuvent lire les messages. Ils sont protégés de bout en bout.
details-earlier-open = Toute personne invitée peut aussi lire ce qui a été écrit auparavant.
details-earlier-kept = Une personne invitée ne voit pas ce qui a été écrit auparavant.
details-public = Tous les agents de tous les ministères peuvent trouver ce salon, le rejoindre et tout lire.
details-loading = Chargement…
organisation-of = { $name }, { $organisation }

move-announced = Vous avez rejoint { $organisation }. Connectez-vous là-bas avec votre adresse professionnelle ; d’ici là, ce compte reste tel quel.
move-moved = Vous avez rejoint { $organisation }. Connectez-vous là-bas avec votre adresse professionnelle ; ce compte fonctionne jusqu’au { $date }.
move-explain = Que faire
move-title = Vous avez rejoint { $organisation }
move-stays-until = Les messages de votre nouvel organisme se trouvent sur un autre serveur : il vous y faut un nouveau compte. D’ici là, celui-ci reste tel quel ; vos collègues le trouvent et peuvent vous écrire.
move-until = Votre nouveau compte est en service et vos collègues vous y trouvent. Ce compte fonctionne jusqu’au { $date }, puis il est fermé.
move-step-copy = Copiez ce dont vous avez besoin : vos messages antérieurs ne sont lisibles que dans ce compte.
move-step-sign-out = Déconnectez-vous ici, ou prenez un autre ordinateur.
move-step-sign-in = Saisissez votre adresse professionnelle de { $organisation }. Vous y recevrez un code si vous n’avez pas encore de compte.
move-step-rooms = Vos conversations suivent d’elles-mêmes : ce compte invite le nouveau, qui y entre pour vous.
move-later = Plus tard
move-sign-out = Se déconnecter ici

trust-confirm = Confirmer cet ordinateur
trust-incomplete = Votre clé de récupération n’ouvre plus tout. Saisissez-la une fois, et Depesha remet tout en ordre.
trust-identity-changed = Les clés de votre compte ont été remplacées. Si ce n’était pas vous, quelqu’un lit peut-être vos messages.
trust-look = Voir que faire
device-was-this-you = Un appareil non confirmé s’est connecté à votre compte : « { $name } ». { $seen }. Il ne peut rien lire. Était-ce vous ?
device-yes = Oui, c’était moi
device-no = Non, le déconnecter
key-check-line = Avez-vous toujours votre clé de récupération ? Sans elle, vos messages sont perdus avec cet ordinateur.
key-check-go = Vérifier maintenant
identity-changed = Les clés de { $name } sont nouvelles. Cela arrive quand quelqu’un perd son ordinateur et recommence. Avant de partager une chose confidentielle, appelez pour vérifier.
identity-changed-compared = Les clés de { $name } sont nouvelles, alors que vous aviez comparé des signes. Appelez avant d’écrire ; tant que vous n’avez pas décidé, rien n’est envoyé ici.
identity-compare = Comparer de nouveau
identity-accept = J’ai compris
