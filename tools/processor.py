"""How to compute as another processor does."""

# The kernels of an x86 processor of 2004, which round otherwise than those of a new one.
OLD_PROCESSOR = {
    "OPENBLAS_CORETYPE": "Prescott",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4",
    "ATEN_CPU_CAPABILITY": "default",
}
