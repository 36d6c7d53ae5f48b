package io.os199.cs.api;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.os199.cs.api.AuditCommand.NotVerifiedException;
import io.os199.cs.api.mcp.McpServlet;
import io.os199.cs.api.mcp.ServerIdentity;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Authentication;
import io.os199.cs.api.security.FaultBarrier;
import io.os199.cs.api.security.RequestGuard;
import io.os199.cs.api.tool.RefusalAudit;
import io.os199.cs.api.tool.ToolRegistry;
import io.os199.cs.api.tool.ToolRunner;
import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Platform;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.config.ServiceConfiguration;

import jakarta.servlet.DispatcherType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
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
        bootstrap.addCommand(new AuditCommand(System.out));
    }

    @Override
    protected void onFatalError(Throwable failure) {
        System.exit(failure instanceof NotVerifiedException unverified ? unverified.status() : 1);
    }

    @Override
    public void run(ServiceConfiguration configuration, Environment environment) {
        Clock clock = Clock.systemUTC();
        Platform platform = Platform.open(configuration, environment, clock, STATEMENT_TIMEOUT);
        Features features = Features.of(platform, configuration);
        RefusalAudit refusals =
                new RefusalAudit(
                        platform.database(), features.auditLog(), clock, environment.metrics());
        environment.lifecycle().manage(refusals);
        ToolRunner runner =
                new ToolRunner(platform.database(), clock, environment.metrics(), refusals);
        environment.lifecycle().manage(new AutoCloseableManager(runner));
        environment.jersey().disable();

        DatabaseSignals signals = new DatabaseSignals(platform.direct());
        Jobs jobs =
                new Jobs(platform.database(), new JobQueue(platform.dataSource()), signals, clock);
        environment.lifecycle().manage(signals);
        ToolRegistry tools = Toolsets.of(platform, features, jobs);

        guard(configuration, environment, new ApiKeys(platform.database(), clock));
        environment
                .servlets()
                .addServlet("mcp", new McpServlet(identity(), tools, runner, platform.sealer()))
                .addMapping(MCP);
    }

    private static void guard(
            ServiceConfiguration configuration, Environment environment, ApiKeys keys) {
        EnumSet<DispatcherType> requests = EnumSet.of(DispatcherType.REQUEST);
        environment
                .servlets()
                .addFilter("fault-barrier", new FaultBarrier())
                .addMappingForUrlPatterns(requests, true, "/*");
        environment
                .servlets()
                .addFilter("request-guard", new RequestGuard(configuration.mcp()))
                .addMappingForUrlPatterns(requests, true, "/*");
        environment
                .servlets()
                .addFilter("authentication", new Authentication(keys))
                .addMappingForUrlPatterns(requests, true, MCP);
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
