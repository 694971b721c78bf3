### Пошук людей, створення кімнат, каталог публічних кімнат.

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

people-number = { $count ->
    [one] { $count } особа
    [few] { $count } особи
   *[other] { $count } осіб
}

search-title = Пошук
search-label = Ім’я, посада, підрозділ, міністерство або кімната
search-keys = Ctrl K
search-clear = Очистити поле
search-hint = Введіть щонайменше дві літери імені, посади, підрозділу, міністерства, номера телефону або кімнати.
search-running = Шукаємо…
search-results = Знайдене
search-found = Знайдено: { $what }
search-nothing = Нічого не знайдено. Введіть менше літер або перегляньте довідник.
search-people = Люди
search-units = Підрозділи
search-organisations = Міністерства
search-rooms = Ваші кімнати
search-public = Публічні кімнати
search-units-number = { $count ->
    [one] { $count } підрозділ
    [few] { $count } підрозділи
   *[other] { $count } підрозділів
}
search-organisations-number = { $count ->
    [one] { $count } міністерство
    [few] { $count } міністерства
   *[other] { $count } міністерств
}
search-rooms-number = { $count ->
    [one] { $count } кімната
    [few] { $count } кімнати
   *[other] { $count } кімнат
}

card-title = Особа
card-place = Де працює ця особа
card-phone = Робочий телефон
card-source = Довідник
card-verified = Підтверджено кадровою службою { $date }
card-rooms = Спільні кімнати
card-write = Написати повідомлення
card-invite = Запросити до кімнати
card-which-room = До якої кімнати?
card-no-room = Такої кімнати у вас немає.
card-invited = { $name }: запрошено до «{ $room }».
card-not-yet = { $name }: ще не в Депеші. Можна надіслати запрошення на робочу адресу.
card-mail = Запросити до Депеші листом
card-mailed = { $name }: запрошення надсилається листом. Ви зможете написати, щойно з’явиться обліковий запис.
card-external = { $name }: не працює в органах влади, у довіднику немає.
card-not-listed = { $name }: у довіднику не показано.

browse-open = Переглянути довідник
browse-title = Довідник
browse-tree = Міністерства та підрозділи
browse-choose = Виберіть міністерство або підрозділ, щоб побачити, хто там працює.
browse-shown = { $count } із { $all ->
    [one] { $all } особи
   *[other] { $all } осіб
}
browse-more = Показати ще

unit-write = Написати всьому підрозділу
unit-title = Написати всім у «{ $name }»
unit-counting = Рахуємо людей цього підрозділу…
unit-question = { $count ->
    [one] Буде створено приватну кімнату «{ $name }» і запрошено { $count } особу. Зробити це?
    [few] Буде створено приватну кімнату «{ $name }» і запрошено { $count } особи. Зробити це?
   *[other] Буде створено приватну кімнату «{ $name }» і запрошено { $count } осіб. Зробити це?
}
unit-not-yet = { $count ->
    [one] { $count } особи ще немає в Депеші або вона недоступна; її не буде запрошено.
   *[other] { $count } осіб ще немає в Депеші або вони недоступні; їх не буде запрошено.
}
unit-nobody = Більше нікого з цього підрозділу в Депеші ще немає.
unit-cut = Цей підрозділ дуже великий. Буде запрошено лише перших { $count } осіб.
unit-confirm = Створити кімнату й запросити
unit-going-on = Це вікно можна закрити; запрошення надсилатимуться далі.
unit-inviting = Запрошуємо
unit-progress = { $done } із { $total }
unit-failed = { $count ->
    [one] Кімнату створено. Запрошено { $invited }; не вдалося запросити { $count }.
   *[other] Кімнату створено. Запрошено { $invited }; не вдалося запросити { $count }.
}
unit-open = Відкрити кімнату

card-identity = Знаки
card-identity-not-compared = Ви ще не порівнювали знаки: { $name }. Варто зробити це для таємних справ.
card-identity-compared = Ви порівняли знаки: { $name }.
card-identity-changed = Відколи ви порівняли знаки, у { $name } нові ключі.
card-compare = Порівняти знаки
