"""tonecheck in other people's frameworks: one thin file each."""
