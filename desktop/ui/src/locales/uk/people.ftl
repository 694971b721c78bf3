### Пошук людей, створення кімнат, каталог публічних кімнат.

people-title = Знайти колегу
people-invite-title = Запросити колегу
people-search = Ім’я, посада або підрозділ
people-hint = Введіть щонайменше дві літери.
people-results = Знайдені колеги
people-count = { $count ->
    [0] Нікого не знайдено. Введіть менше літер або назву підрозділу.
    [one] Знайдено { $count } особу
    [few] Знайдено { $count } особи
   *[other] Знайдено { $count } осіб
}
people-more = Є й інші. Введіть ще кілька літер.
people-groups = Підрозділи та міністерства
people-group = { $name } ({ $count })
people-filter-remove = Знову всюди
people-filter-active = Лише тут: { $name }
people-not-yet = Ще не в Депеші
people-unreachable = Недоступно
people-not-yet-explain = { $name }: ще не в Депеші. Ви зможете написати, щойно з’явиться обліковий запис.
people-unreachable-explain = { $name }: зараз недоступно в Депеші.
people-opening = Відкриваємо розмову…
people-invited = Запрошено: { $name }.
people-self = Це ви.

room-title = Нова кімната
room-name = Назва кімнати
room-topic = Про що вона (можна не заповнювати)
room-kind = Хто може її читати
room-private = Приватна кімната
room-private-explain = Читати можуть лише запрошені вами люди.
room-public = Публічна кімната
room-public-explain = Будь-хто з усіх міністерств може знайти її, приєднатися й читати. Вона не шифрується.
room-invite = Запросити колег
room-chosen = Запрошені
room-remove = Не запрошувати: { $name }
room-create = Створити кімнату
room-creating = Створюємо кімнату…

directory-title = Публічні кімнати
directory-search = Знайти кімнату
directory-text = Кімнати, які може читати й до яких може приєднатися будь-хто з усіх міністерств. Вони не шифруються.
directory-results = Знайдені кімнати
directory-count = { $count ->
    [0] Публічних кімнат не знайдено.
    [one] { $count } публічна кімната
    [few] { $count } публічні кімнати
   *[other] { $count } публічних кімнат
}
directory-members = { $count ->
    [one] { $count } учасник
    [few] { $count } учасники
   *[other] { $count } учасників
}
directory-join = Приєднатися
directory-join-label = Приєднатися: { $name }
directory-open = Відкрити
directory-open-label = Відкрити: { $name }
