package io.os199.cs.worker;

import io.os199.cs.testing.KeepsTheArchitecture;

class ArchitectureTest implements KeepsTheArchitecture {}
