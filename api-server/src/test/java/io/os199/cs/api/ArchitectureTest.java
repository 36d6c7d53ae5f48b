package io.os199.cs.api;

import io.os199.cs.testing.KeepsTheArchitecture;

class ArchitectureTest implements KeepsTheArchitecture {}
