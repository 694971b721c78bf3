### The operating mode of the whole system: what is different while something is going on.

mode-normal = Normal operation
mode-heightened = Heightened
mode-crisis = Crisis
mode-since = since { $date }
mode-externals-off = People from outside cannot be invited, enter rooms or write.
mode-public-rooms-read-only = In public rooms only those who manage them can write.
mode-file-types-cut = Only certain types of files can be sent and opened.
mode-files-checked-anew = Every file is checked anew and opens only once there is a result.
mode-fold = Show less
mode-unfold = What is different?
mode-over = Normal operation again. All restrictions have been lifted.
mode-closed-public = Crisis: this public room can only be read at the moment. Those who manage it can write. Use a private room to talk with colleagues.
mode-closed-external = Crisis: people from outside cannot write at the moment. Nothing is lost, and you can go on here as soon as it is over.
