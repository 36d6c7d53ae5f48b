package io.os199.cs.api.mcp;

import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.platform.secrets.Sealer;

import java.time.Clock;
import java.time.Duration;

/** The protocol edge of one process, assembled: a servlet, and what delivers changes to its streams. */
public final class McpEdge implements AutoCloseable {
    private static final Duration UNTIL_STREAM = Duration.ofSeconds(1);
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(3);

    private final KeepAlive keepAlive = new KeepAlive(UNTIL_STREAM, BETWEEN_SIGNS);
    private final Listen listen;
    private final Questions questions;
    private final McpServlet servlet;

    public McpEdge(
            ServerIdentity identity,
            Catalogue catalogue,
            Sealer sealer,
            Bus bus,
            RateLimit rateLimit,
            Clock clock) {
        this.listen = new Listen(catalogue);
        RequestStates states = new RequestStates(sealer, clock);
        Methods methods =
                new Methods(
                        new Handshake(identity, catalogue, sealer),
                        new ToolMethods(catalogue),
                        new PromptMethods(catalogue),
                        new ResourceMethods(catalogue),
                        new CompletionMethods(catalogue),
                        new TaskMethods(catalogue),
                        listen);
        LegacyGate legacyGate = new LegacyGate(sealer);
        this.questions = new Questions(bus);
        Dispatcher dispatcher =
                new Dispatcher(
                        methods,
                        legacyGate,
                        states,
                        new Envelope(identity, states),
                        questions,
                        new Cancellations(bus),
                        keepAlive,
                        rateLimit);
        this.servlet = new McpServlet(dispatcher, legacyGate, catalogue.toolsets());
    }

    /**
     * Returns the servlet, to be mapped to {@code /mcp} and {@code /mcp/*}, behind the filters of the security
     * package.
     */
    public McpServlet servlet() {
        return servlet;
    }

    /** Returns where to announce changes, to be passed on to those who listen. */
    public Listen listen() {
        return listen;
    }

    /**
     * Ends the open streams; requests in progress continue, those that wait for a person's answer for {@code
     * toAnswer}.
     */
    public void stop(Duration toAnswer) {
        listen.close();
        keepAlive.close();
        questions.stop(toAnswer);
    }

    /** Does the same as {@link #stop}, with no time for answers. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
