### Search over what was written, and the files of a conversation.

messages-title = Пошук у повідомленнях
messages-label = Слова з повідомлення або назви файлу
messages-open = Шукати в цій розмові
messages-for = Шукати «{ $words }» у повідомленнях
messages-hint = Введіть слово або виберіть фільтр. Інші форми слова теж знаходяться.
messages-none = Повідомлень не знайдено.
messages-none-yet = Поки нічого не знайдено; повідомлення ще переглядаються.
messages-count = { $count ->
    [one] Знайдено { $count } повідомлення
    [few] Знайдено { $count } повідомлення
   *[other] Знайдено { $count } повідомлень
}
messages-count-more = Найновіші зі знайдених повідомлень: { $count }
messages-results = Знайдені повідомлення
messages-more = Показати ще
messages-filters = Звузити пошук
messages-by = Від кого
messages-by-any = Будь-хто
messages-in = Де
messages-in-any = Усі розмови
messages-from = Від
messages-until = До
messages-files-only = Лише з файлами

coverage-building = Повідомлення на цьому комп’ютері ще переглядаються.
coverage-whole = Пошук охоплює всі розмови від їх початку.
coverage-whole-one = Пошук охоплює цю розмову від її початку.
coverage-from = Пошук охоплює всі розмови, починаючи з такої дати: { $date }; деякі — з ранішої.
coverage-from-one = Пошук охоплює повідомлення, починаючи з такої дати: { $date }.
coverage-unreadable = Повідомлення, які не можна прочитати на цьому пристрої, не знаходяться.
coverage-older = Шукати в давніших повідомленнях
coverage-fetching = Завантажуються давніші повідомлення
coverage-progress = { $done } з { $total }
coverage-fetched = Давніші повідомлення додано.

room-part-files = Файли
details-files = Файли
files-count = { $count ->
    [0] Тут ще немає файлів.
    [one] { $count } файл
    [few] { $count } файли
   *[other] { $count } файлів
}
files-count-more = Найновіші файли: { $count }
