"""What an installation must bear: killed runs, crowds of readers, full disks, mangled files. `make torture` runs it."""
