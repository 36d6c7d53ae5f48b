package io.os199.cs.quickstart;

import io.os199.cs.testing.KeepsTheArchitecture;

class ArchitectureTest implements KeepsTheArchitecture {}
