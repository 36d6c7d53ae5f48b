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
import io.os199.cs.api.web.Admission;
import io.os199.cs.api.web.Drain;
import io.os199.cs.api.web.EventsServlet;
import io.os199.cs.api.web.ImportsServlet;
import io.os199.cs.api.web.IntakeMetrics;
import io.os199.cs.api.web.IntegrationsServlet;
import io.os199.cs.api.web.LightConnections;
import io.os199.cs.api.web.PackedBodies;
import io.os199.cs.api.web.UnsubscribeServlet;
import io.os199.cs.api.web.WebhooksServlet;
import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Integrations;
import io.os199.cs.assembly.Mailing;
import io.os199.cs.assembly.Platform;
import io.os199.cs.communication.delivery.Unsubscribing;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.ingest.Imports;
import io.os199.cs.ingest.RowIntake;
import io.os199.cs.integration.DeadLetters;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.UnmatchedRecords;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.QueueMetrics;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.usage.UsageBacklog;
import io.os199.cs.usage.UsageEvents;
import io.os199.cs.usage.UsageIntake;
import io.os199.cs.usage.UsageMarks;
import io.os199.cs.usage.UsageMonths;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletRegistration;

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
import java.util.Map;
import java.util.Objects;

/** The API process: MCP over HTTP. */
public final class ApiServer extends Application<ServiceConfiguration> {
    private static final String MCP = "/mcp";
    private static final String[] USAGE_EVENTS = {"/v1/events/usage", "/ingest/usage-events"};
    private static final String TOUCHPOINTS = "/v1/events/touchpoints";
    private static final String SURVEY_RESPONSES = "/v1/events/survey-responses";
    private static final String[] IMPORTS = {"/v1/imports", "/v1/imports/*", "/import/*"};
    private static final String WEBHOOKS = "/v1/webhooks/*";
    private static final String INTEGRATIONS = "/v1/admin/integrations/*";
    private static final long ONE_FIELD = 1_024;
    private static final Duration INTAKE_PATIENCE = Duration.ofMillis(100);
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
        // The first of the listeners: intake and streams go on until it is over.
        environment.lifecycle().addEventListener(drain);
        Features features = Features.of(platform, configuration);
        RateLimit rateLimit =
                new RateLimit(platform.buckets(), configuration.rateLimits(), platform.metrics());
        RefusalAudit refusals =
                new RefusalAudit(
                        platform.database(), features.auditLog(), clock, environment.metrics());
        environment.lifecycle().manage(refusals);
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
        // Before the connectors stop: open streams are told that they end.
        environment.lifecycle().addEventListener(new EndsStreams(edge));

        guard(configuration, environment, platform);
        environment.servlets().addServlet("mcp", edge.servlet()).addMapping(MCP, MCP + "/*");
        intake(environment, platform, features, rateLimit);
        Imports imports = new Imports(platform.database(), new JobSubmission(queue, clock), clock);
        environment
                .servlets()
                .addServlet("imports", new ImportsServlet(imports, rateLimit))
                .addMapping(IMPORTS);
        Mailing.unsubscribing(platform, configuration.email())
                .ifPresent(
                        links ->
                                unsubscribing(
                                        environment,
                                        new UnsubscribeServlet(
                                                links,
                                                platform.database(),
                                                features.clientAnswers(),
                                                clock)));
        webhooks(configuration, environment, platform);
        environment
                .servlets()
                .addServlet(
                        "integrations",
                        new IntegrationsServlet(
                                platform.database(),
                                features.directory(),
                                new UnmatchedRecords(features.auditLog(), clock),
                                new DeadLetters(features.auditLog(), clock),
                                new IntegrationStates(platform.database(), clock),
                                rateLimit))
                .addMapping(INTEGRATIONS);
        environment.servlets().addServlet("unknown-path", new UnknownPath()).addMapping("/");
    }

    private static void unsubscribing(Environment environment, UnsubscribeServlet servlet) {
        ServletRegistration.Dynamic registration =
                environment.servlets().addServlet("unsubscribe", servlet);
        registration.addMapping(Unsubscribing.PATH + "*");
        // Mail programs may send the one field of RFC 8058 in parts.
        registration.setMultipartConfig(
                new MultipartConfigElement("", ONE_FIELD, 2 * ONE_FIELD, (int) ONE_FIELD));
    }

    private static void intake(
            Environment environment, Platform platform, Features features, RateLimit rateLimit) {
        Clock clock = platform.clock();
        Database database =
                Database.impatient(
                        (org.apache.tomcat.jdbc.pool.DataSourceProxy) platform.dataSource(),
                        INTAKE_PATIENCE);
        UsageIntake usage =
                new UsageIntake(
                        database,
                        new UsageMonths(database, new Partitions(platform.dataSource(), clock)),
                        new UsageEvents(new UsageMarks(clock)),
                        clock);
        UsageBacklog backlog = new UsageBacklog(database, clock);
        Admission admission = new Admission(backlog);
        IntakeMetrics metrics = new IntakeMetrics(environment.metrics(), backlog, clock);
        environment.lifecycle().addEventListener(new ClosesIntake(admission));
        environment.lifecycle().addEventListener(new PackedBodies(List.of(USAGE_EVENTS)));
        environment
                .lifecycle()
                .addEventListener(new PackedBodies(List.of(TOUCHPOINTS, SURVEY_RESPONSES)));
        environment.lifecycle().addEventListener(new PackedBodies(List.of(IMPORTS)));
        environment
                .servlets()
                .addServlet(
                        "usage-events",
                        new EventsServlet(
                                (ndjson, _) -> usage.take(ndjson),
                                UsageIntake.MOST_LINES,
                                rateLimit,
                                admission,
                                metrics))
                .addMapping(USAGE_EVENTS);
        RowIntake touchpoints =
                RowIntake.touchpoints(
                        database,
                        features.touchpoints(),
                        features.auditLog(),
                        features.clientAnswers(),
                        clock);
        RowIntake surveyResponses =
                RowIntake.surveyResponses(
                        database,
                        features.feedbackCollection(),
                        features.auditLog(),
                        features.clientAnswers(),
                        clock);
        Map.of(TOUCHPOINTS, touchpoints, SURVEY_RESPONSES, surveyResponses)
                .forEach(
                        (path, rows) ->
                                environment
                                        .servlets()
                                        .addServlet(
                                                path,
                                                new EventsServlet(
                                                        rows::take,
                                                        RowIntake.MOST_LINES,
                                                        rateLimit,
                                                        admission,
                                                        metrics))
                                        .addMapping(path));
    }

    private static void webhooks(
            ServiceConfiguration configuration, Environment environment, Platform platform) {
        Database database =
                Database.impatient(
                        (org.apache.tomcat.jdbc.pool.DataSourceProxy) platform.dataSource(),
                        INTAKE_PATIENCE);
        Integrations integrations = Integrations.of(configuration, platform.secrets());
        // As they come: a signature is one of bytes.
        environment.lifecycle().addEventListener(new PackedBodies(List.of(WEBHOOKS)));
        environment
                .servlets()
                .addServlet(
                        "webhooks", new WebhooksServlet(integrations.webhooks(platform, database)))
                .addMapping(WEBHOOKS);
    }

    /** Takes no more events as soon as the server begins to stop. */
    private record ClosesIntake(Admission admission) implements LifeCycle.Listener {
        @Override
        public void lifeCycleStopping(LifeCycle server) {
            admission.close();
        }
    }

    /** Ends the streams of the edge as soon as the server begins to stop. */
    private record EndsStreams(McpEdge edge) implements LifeCycle.Listener {
        /** What of the time to stop is kept for what the last answer of a person begins. */
        private static final Duration KEPT = Duration.ofSeconds(10);

        @Override
        public void lifeCycleStopping(LifeCycle event) {
            if (event instanceof Server server) {
                edge.stop(Duration.ofMillis(server.getStopTimeout()).minus(KEPT));
            }
        }
    }

    /** What stands in front of every servlet, outermost first. */
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
        filter(environment, "intake-authentication", authentication, USAGE_EVENTS);
        filter(environment, "row-authentication", authentication, TOUCHPOINTS, SURVEY_RESPONSES);
        filter(environment, "imports-authentication", authentication, IMPORTS);
        filter(environment, "integrations-authentication", authentication, INTEGRATIONS);
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
