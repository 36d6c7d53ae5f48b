package io.os199.cs.worker;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Integrations;
import io.os199.cs.assembly.Mailing;
import io.os199.cs.assembly.Platform;
import io.os199.cs.communication.automation.AutomationWebhooks;
import io.os199.cs.communication.delivery.MailMetrics;
import io.os199.cs.jobs.JobTimes;
import io.os199.cs.platform.config.ServiceConfiguration;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The worker process: runs jobs and the schedule; serves only health and metrics. */
public final class WorkerServer extends Application<ServiceConfiguration> {
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(10);

    public static void main(String[] arguments) throws Exception {
        new WorkerServer().run(arguments);
    }

    @Override
    public String getName() {
        return "cs-mcp-worker";
    }

    @Override
    public void initialize(Bootstrap<ServiceConfiguration> bootstrap) {
        ServiceConfiguration.readEnvironment(bootstrap);
    }

    @Override
    public void run(ServiceConfiguration configuration, Environment environment) {
        configuration.setServerFactory(configuration.workerServer());
        configuration.workerServer().configure(environment);
        environment.jersey().disable();
        configuration.readFromThePrimary();

        Clock clock = Clock.systemUTC();
        Platform platform = Platform.open(configuration, environment, clock, STATEMENT_TIMEOUT);
        Features features = Features.of(platform, configuration);
        OutsideServices outside =
                OutsideServices.of(
                        platform, features, Integrations.of(configuration, platform.secrets()));
        environment.lifecycle().manage(outside);
        AutomationWebhooks webhooks =
                Works.webhooks(platform, features, configuration.automations());
        environment.lifecycle().manage(new AutoCloseableManager(webhooks));
        List<Round> rounds = new ArrayList<>(Works.rounds(platform, features, webhooks));
        rounds.addAll(outside.rounds());
        WorkerProcess process =
                new WorkerProcess(
                        platform.database(),
                        platform.dataSource(),
                        platform.direct(),
                        Works.of(platform, features),
                        rounds,
                        features.clientAnswers(),
                        configuration.retention(),
                        configuration
                                .worker()
                                .withDashboardPassword(
                                        platform.secrets()
                                                .secret(
                                                        "worker.dashboardPassword",
                                                        configuration.worker().dashboardPassword())
                                                .value()),
                        JobTimes.usual(),
                        platform.metrics(),
                        platform.tracing(),
                        clock);
        environment.lifecycle().manage(process);
        Mailing.delivery(platform, configuration, features.clientAnswers(), outside.sendGrid())
                .ifPresent(
                        mail -> {
                            environment.lifecycle().manage(new MailLoops(mail));
                            MailMetrics.register(platform.metrics(), platform.database(), clock);
                        });
        environment.healthChecks().register("jobs", process.health());
        environment.healthChecks().register("integrations", outside.health());
    }
}
