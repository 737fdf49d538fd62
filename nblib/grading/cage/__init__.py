"""The cage of one notebook: bubblewrap, a filter of system calls, a control group."""
