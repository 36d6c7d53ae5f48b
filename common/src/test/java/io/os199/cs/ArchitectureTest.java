package io.os199.cs;

import io.os199.cs.testing.KeepsTheArchitecture;

class ArchitectureTest implements KeepsTheArchitecture {}
