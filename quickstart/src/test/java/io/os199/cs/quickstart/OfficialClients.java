package io.os199.cs.quickstart;

import io.os199.cs.testing.NpmPrograms;

import java.nio.file.Path;

/** The official MCP clients. */
final class OfficialClients {
    static final NpmPrograms PROGRAMS =
            new NpmPrograms("the official MCP clients", Path.of("src/test/clients"));

    private OfficialClients() {}
}
