package io.os199.cs.api;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.os199.cs.api.AuditCommand.NotVerifiedException;
import io.os199.cs.api.mcp.DatabaseBus;
import io.os199.cs.api.mcp.McpEdge;
import io.os199.cs.api.mcp.ServerIdentity;
import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.oauth.AccessTokens;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Authentication;
import io.os199.cs.api.security.Challenge;
import io.os199.cs.api.security.Credentials;
import io.os199.cs.api.security.CrossOrigin;
import io.os199.cs.api.security.FailedAuthentications;
import io.os199.cs.api.security.FaultBarrier;
import io.os199.cs.api.security.HardenedServer;
import io.os199.cs.api.security.JsonBodies;
import io.os199.cs.api.security.KeyMetrics;
import io.os199.cs.api.security.LoadShedding;
import io.os199.cs.api.security.PacedBodies;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.api.security.RequestGuard;
import io.os199.cs.api.security.ResourceMetadata;
import io.os199.cs.api.security.UnknownPath;
import io.os199.cs.api.tool.RefusalAudit;
import io.os199.cs.api.tool.ToolRunner;
import io.os199.cs.api.web.Drain;
import io.os199.cs.api.web.LightConnections;
import io.os199.cs.api.web.WebPaths;
import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Platform;
import io.os199.cs.communication.delivery.Unsubscribing;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.QueueMetrics;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Partitions;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/** The API process: MCP over HTTP. */
public final class ApiServer extends Application<ServiceConfiguration> {
    private static final String MCP = "/mcp";
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);

    public static void main(String[] arguments) throws Exception {
        new ApiServer().run(arguments);
    }

    @Override
    public String getName() {
        return "cs-mcp-api";
    }

    @Override
    public void initialize(Bootstrap<ServiceConfiguration> bootstrap) {
        ServiceConfiguration.readEnvironment(bootstrap);
        bootstrap.addCommand(new MigrateCommand());
        bootstrap.addCommand(new ApiKeyCommand(Clock.systemUTC(), System.out, System.err));
        bootstrap.addCommand(new AuditCommand(System.out));
        bootstrap.addCommand(new ModelCommand(System.out));
        bootstrap.addCommand(new ForecastCommand(Clock.systemUTC(), System.out, System.err));
        bootstrap.addCommand(new UsageCommand(Clock.systemUTC(), System.out));
        bootstrap.addCommand(new JobCommand(Clock.systemUTC(), System.out, System.err));
        bootstrap.addCommand(new IntegrationCommand(Clock.systemUTC(), System.out, System.err));
        bootstrap.addCommand(new PersonCommand(Clock.systemUTC(), System.out, System.err));
        bootstrap.addCommand(new ImportCommand(Clock.systemUTC(), System.out, System.err));
        bootstrap.addCommand(new ExportCommand(System.out, System.err));
    }

    @Override
    protected void onFatalError(Throwable failure) {
        System.exit(failure instanceof NotVerifiedException unverified ? unverified.status() : 1);
    }

    @Override
    public void run(ServiceConfiguration configuration, Environment environment) {
        Clock clock = Clock.systemUTC();
        Platform platform = Platform.open(configuration, environment, clock, STATEMENT_TIMEOUT);
        Drain drain = new Drain(configuration.drain());
        environment.healthChecks().register("draining", drain);
        // The first of the listeners: intake and streams continue until it is done.
        environment.lifecycle().addEventListener(drain);
        Features features = Features.of(platform, configuration);
        RateLimit rateLimit =
                new RateLimit(platform.buckets(), configuration.rateLimits(), platform.metrics());
        RefusalAudit refusals =
                new RefusalAudit(
                        platform.database(), features.auditLog(), clock, environment.metrics());
        environment.lifecycle().manage(refusals);
        environment
                .lifecycle()
                .manage(new PartitionsAhead(new Partitions(platform.dataSource(), clock)));
        ToolRunner runner =
                new ToolRunner(
                        platform.database(),
                        clock,
                        platform.metrics(),
                        rateLimit,
                        refusals,
                        platform.cache(),
                        platform.tracing());
        environment.lifecycle().manage(new AutoCloseableManager(runner));
        environment.jersey().disable();

        DatabaseSignals signals = new DatabaseSignals(platform.direct());
        JobQueue queue = new JobQueue(platform.dataSource());
        QueueMetrics.register(platform.metrics(), platform.database(), queue, clock);
        KeyMetrics.register(platform.metrics(), platform.database(), clock);
        Jobs jobs = new Jobs(platform.database(), queue, signals, clock);
        Catalogue catalogue = Toolsets.of(platform, features, jobs, runner);
        McpEdge edge =
                new McpEdge(
                        identity(),
                        catalogue,
                        platform.sealer(),
                        new DatabaseBus(platform.database(), signals),
                        rateLimit,
                        clock);
        signals.on(Jobs.CHANGED_CHANNEL, edge.listen()::taskChanged);
        signals.on(ClientAnswers.CHANGED_CHANNEL, edge.listen()::changed);
        environment.lifecycle().manage(signals);
        // Before the connectors stop: open streams are notified that they are ending.
        environment.lifecycle().addEventListener(new EndsStreams(edge));

        guard(configuration, environment, platform);
        environment.servlets().addServlet("mcp", edge.servlet()).addMapping(MCP, MCP + "/*");
        new WebPaths(configuration, environment, platform, features, queue, rateLimit).mount();
        environment.servlets().addServlet("unknown-path", new UnknownPath()).addMapping("/");
    }

    /** Ends the streams of the edge as soon as the server begins to stop. */
    private record EndsStreams(McpEdge edge) implements LifeCycle.Listener {
        /** The part of the stop timeout reserved for work that a person's last answer starts. */
        private static final Duration KEPT = Duration.ofSeconds(10);

        @Override
        public void lifeCycleStopping(LifeCycle event) {
            if (event instanceof Server server) {
                edge.stop(Duration.ofMillis(server.getStopTimeout()).minus(KEPT));
            }
        }
    }

    /** Installs what stands in front of every servlet, outermost first. */
    private static void guard(
            ServiceConfiguration configuration, Environment environment, Platform platform) {
        environment.lifecycle().addEventListener(new HardenedServer());
        environment.lifecycle().addEventListener(new PacedBodies());
        environment.lifecycle().addEventListener(new LightConnections());
        int failures = configuration.rateLimits().failuresPerMinute();
        Authentication authentication =
                new Authentication(
                        credentials(configuration, environment, platform),
                        new Challenge(configuration.oauth()));
        filter(environment, "fault-barrier", new FaultBarrier(), "/*");
        filter(
                environment,
                "load-shedding",
                new LoadShedding(configuration.mcp().requestsAtOnce(), platform.metrics()),
                MCP,
                MCP + "/*");
        filter(
                environment,
                "request-guard",
                new RequestGuard(configuration.mcp(), Unsubscribing.PATH),
                "/*");
        filter(environment, "cross-origin", new CrossOrigin(configuration.mcp()), "/*");
        filter(environment, "json-bodies", new JsonBodies(), MCP, MCP + "/*");
        filter(
                environment,
                "failures",
                new FailedAuthentications(failures, platform.clock()),
                "/*");
        filter(environment, "authentication", authentication, MCP, MCP + "/*");
        filter(environment, "web-authentication", authentication, WebPaths.withKey());
        environment
                .servlets()
                .addServlet("resource-metadata", new ResourceMetadata(configuration.oauth(), MCP))
                .addMapping(ResourceMetadata.PATTERN);
    }

    private static void filter(
            Environment environment, String name, Filter filter, String... paths) {
        environment
                .servlets()
                .addFilter(name, filter)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, paths);
    }

    private static List<Credentials> credentials(
            ServiceConfiguration configuration, Environment environment, Platform platform) {
        List<Credentials> credentials = new ArrayList<>();
        credentials.add(new ApiKeys(platform.database(), platform.clock()));
        if (configuration.oauth().isConfigured()) {
            AccessTokens tokens =
                    new AccessTokens(configuration.oauth(), platform.calls(), platform.clock());
            environment.lifecycle().manage(new AutoCloseableManager(tokens));
            credentials.add(tokens);
        }
        return credentials;
    }

    private static ServerIdentity identity() {
        String version =
                Objects.requireNonNullElse(
                        ApiServer.class.getPackage().getImplementationVersion(), "development");
        return new ServerIdentity(
                "cs-mcp", "199OS Customer Success", version, text("instructions.md"));
    }

    private static String text(String resource) {
        try (var in = Objects.requireNonNull(ApiServer.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
