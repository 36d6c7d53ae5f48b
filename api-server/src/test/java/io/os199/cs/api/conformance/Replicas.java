package io.os199.cs.api.conformance;

import io.os199.cs.api.mcp.DatabaseBus;
import io.os199.cs.api.mcp.McpEdge;
import io.os199.cs.api.mcp.ServerIdentity;
import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.ServedTool;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Authentication;
import io.os199.cs.api.security.Challenge;
import io.os199.cs.api.security.CrossOrigin;
import io.os199.cs.api.security.FaultBarrier;
import io.os199.cs.api.security.JsonBodies;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.api.security.RequestGuard;
import io.os199.cs.api.security.Scope;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.platform.config.McpConfig;
import io.os199.cs.platform.config.OAuthConfig;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestDatabase;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Three protocol edges that share a database and nothing else, behind one address that deals the requests to them in
 * turn. The product's filters are in front of them; a request without a key gets one. A new sealing key is being
 * introduced: the first replica still seals with the old one.
 */
final class Replicas implements AutoCloseable {
    static final int COUNT = 3;
    private static final String OLD_KEY = "the old sealing key of this test";
    private static final String NEW_KEY = "the new sealing key of this test";
    private static final String LISTS = "test_list_changed";
    private static final String TASKS = "test_task_changed";

    private final TestDatabase testDatabase = TestDatabase.create();
    private final Database database = testDatabase.database();
    private final ApiKeys keys = new ApiKeys(database, Clock.systemUTC());
    private final List<McpEdge> edges = new ArrayList<>();
    private final List<DatabaseSignals> allSignals = new ArrayList<>();
    private final Server server = new Server(new VirtualThreadPool());
    private final int port;

    Replicas() {
        this(Clock.systemUTC());
    }

    /** Starts the edges, which follow {@code clock}. */
    Replicas(Clock clock) {
        Catalogue catalogue = catalogue();
        edges.add(edge(catalogue, new Sealer(OLD_KEY, List.of(NEW_KEY)), clock));
        while (edges.size() < COUNT) {
            edges.add(edge(catalogue, new Sealer(NEW_KEY, List.of(OLD_KEY)), clock));
        }
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("localhost");
        server.addConnector(connector);
        try {
            connector.open();
            this.port = connector.getLocalPort();
            server.setHandler(handler());
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    URI url() {
        return URI.create("http://localhost:" + port + "/mcp");
    }

    /** Returns the number of {@code test_query} statements under way. */
    int queries() {
        return testDatabase
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                select count(*)
                                                  from pg_stat_activity
                                                 where datname = current_database()
                                                   and state = 'active'
                                                   and query like 'select 1 from pg_sleep%'
                                                """)
                                        .mapTo(Integer.class)
                                        .one());
    }

    /** Creates a key for a principal of its own. */
    String key() {
        return keys.create("test", Set.of(Scope.CS_READ), null);
    }

    McpEdge edge(int replica) {
        return edges.get(replica);
    }

    private Catalogue catalogue() {
        // Publishing needs no listening connection.
        DatabaseBus bus =
                new DatabaseBus(database, new DatabaseSignals(testDatabase.directDataSource()));
        FixtureTasks tasks = new FixtureTasks(id -> bus.publish(TASKS, id));
        List<ServedTool> tools = new ArrayList<>(ContentTools.all());
        tools.addAll(QuestionTools.all());
        tools.addAll(new TaskTools(tasks).all());
        tools.addAll(ChangeTools.all(list -> bus.publish(LISTS, list)));
        tools.addAll(new QueryTools(database).all());
        return new Catalogue(
                tools,
                FixturePrompt.all(),
                new FixtureResources(),
                new FixtureCompleter(),
                tasks,
                Set.of(),
                true,
                true);
    }

    private McpEdge edge(Catalogue catalogue, Sealer sealer, Clock clock) {
        DatabaseSignals signals = new DatabaseSignals(testDatabase.directDataSource());
        McpEdge edge =
                new McpEdge(
                        new ServerIdentity("fixture", "Fixture", "1", "Serves tests."),
                        catalogue,
                        sealer,
                        new DatabaseBus(database, signals),
                        RateLimit.none(),
                        clock);
        signals.on(LISTS, edge.listen()::listChanged).on(TASKS, edge.listen()::taskChanged);
        allSignals.add(signals);
        try {
            signals.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return edge;
    }

    private ServletContextHandler handler() {
        ServletContextHandler context = new ServletContextHandler("/");
        addFilter(context, new FaultBarrier());
        McpConfig config =
                new McpConfig(
                        List.of("localhost", "127.0.0.1"),
                        List.of("http://localhost:" + port),
                        256);
        addFilter(context, new RequestGuard(config));
        addFilter(context, new CrossOrigin(config));
        addFilter(context, new JsonBodies());
        addFilter(context, new WithKey(key()));
        addFilter(context, new Authentication(List.of(keys), new Challenge(OAuthConfig.none())));
        ServletHolder dealer =
                new ServletHolder(new Dealer(edges.stream().map(McpEdge::servlet).toList()));
        context.addServlet(dealer, "/mcp");
        context.addServlet(dealer, "/mcp/*");
        return context;
    }

    private static void addFilter(ServletContextHandler context, Filter filter) {
        context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    @Override
    public void close() {
        edges.forEach(McpEdge::close);
        try {
            server.stop();
            for (DatabaseSignals signals : allSignals) {
                signals.stop();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        testDatabase.close();
    }
}
