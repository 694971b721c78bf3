### Search over what was written, and the files of a conversation.

messages-title = Rechercher dans les messages
messages-label = Mots d’un message ou d’un nom de fichier
messages-open = Rechercher dans cette conversation
messages-for = Rechercher « { $words } » dans les messages
messages-hint = Saisissez un mot ou choisissez un filtre. Les autres formes d’un mot sont trouvées aussi.
messages-none = Aucun message trouvé.
messages-none-yet = Rien pour l’instant ; les messages sont encore en cours d’examen.
messages-count = { $count ->
    [one] { $count } message trouvé
   *[other] { $count } messages trouvés
}
messages-count-more = Les { $count } messages trouvés les plus récents
messages-results = Messages trouvés
messages-more = Afficher la suite
messages-filters = Affiner la recherche
messages-by = De
messages-by-any = Tout le monde
messages-in = Dans
messages-in-any = Toutes les conversations
messages-from = Du
messages-until = Au
messages-files-only = Seulement avec fichiers

coverage-building = Les messages de cet ordinateur sont encore en cours d’examen.
coverage-whole = La recherche couvre toutes les conversations depuis leur début.
coverage-whole-one = La recherche couvre cette conversation depuis son début.
coverage-from = La recherche couvre toutes les conversations depuis le { $date }, certaines depuis plus longtemps.
coverage-from-one = Recherche depuis le { $date }.
coverage-unreadable = Les messages illisibles sur cet appareil ne sont pas trouvés.
coverage-older = Chercher des messages plus anciens
coverage-fetching = Récupération des messages plus anciens
coverage-progress = { $done } sur { $total }
coverage-fetched = Des messages plus anciens ont été ajoutés.

room-part-files = Fichiers
details-files = Fichiers
files-count = { $count ->
    [0] Pas encore de fichier ici.
    [one] { $count } fichier
   *[other] { $count } fichiers
}
files-count-more = Les { $count } fichiers les plus récents
