package io.os199.cs.api.web;

import io.dropwizard.core.setup.Environment;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Integrations;
import io.os199.cs.assembly.Mailing;
import io.os199.cs.assembly.Platform;
import io.os199.cs.communication.delivery.Unsubscribing;
import io.os199.cs.ingest.Imports;
import io.os199.cs.ingest.RowIntake;
import io.os199.cs.integration.DeadLetters;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.UnmatchedRecords;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.usage.UsageBacklog;
import io.os199.cs.usage.UsageEvents;
import io.os199.cs.usage.UsageIntake;
import io.os199.cs.usage.UsageMarks;
import io.os199.cs.usage.UsageMonths;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletRegistration;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.eclipse.jetty.util.component.LifeCycle;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The paths outside MCP, each with its servlet. */
public final class WebPaths {
    private static final List<String> USAGE_EVENTS =
            List.of("/v1/events/usage", "/ingest/usage-events");
    private static final String TOUCHPOINTS = "/v1/events/touchpoints";
    private static final String SURVEY_RESPONSES = "/v1/events/survey-responses";
    private static final List<String> ROWS = List.of(TOUCHPOINTS, SURVEY_RESPONSES);
    private static final List<String> IMPORTS =
            List.of("/v1/imports", "/v1/imports/*", "/import/*");
    private static final List<String> WEBHOOKS = List.of("/v1/webhooks/*");
    private static final List<String> INTEGRATIONS = List.of("/v1/admin/integrations/*");
    private static final List<String> UNSUBSCRIBE = List.of(Unsubscribing.PATH + "*");
    private static final long ONE_FIELD = 1_024;
    private static final Duration INTAKE_PATIENCE = Duration.ofMillis(100);

    private final ServiceConfiguration configuration;
    private final Environment environment;
    private final Platform platform;
    private final Features features;
    private final JobQueue queue;
    private final RateLimit rateLimit;
    private final Database impatient;
    private final Clock clock;

    public WebPaths(
            ServiceConfiguration configuration,
            Environment environment,
            Platform platform,
            Features features,
            JobQueue queue,
            RateLimit rateLimit) {
        this.configuration = configuration;
        this.environment = environment;
        this.platform = platform;
        this.features = features;
        this.queue = queue;
        this.rateLimit = rateLimit;
        this.impatient =
                Database.impatient((DataSourceProxy) platform.dataSource(), INTAKE_PATIENCE);
        this.clock = platform.clock();
    }

    /** Returns the paths that are for principals alone; mail programs and outside services have no key. */
    public static String[] withKey() {
        return Stream.of(USAGE_EVENTS, ROWS, IMPORTS, INTEGRATIONS)
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    public void mount() {
        intake();
        imports();
        unsubscribing();
        webhooks();
        integrations();
    }

    private void intake() {
        UsageIntake usage =
                new UsageIntake(
                        impatient,
                        new UsageMonths(impatient, new Partitions(platform.dataSource(), clock)),
                        new UsageEvents(new UsageMarks(clock)),
                        clock);
        UsageBacklog backlog = new UsageBacklog(impatient, clock);
        Admission admission = new Admission(backlog);
        IntakeMetrics metrics = new IntakeMetrics(environment.metrics(), backlog, clock);
        environment.lifecycle().addEventListener(new ClosesIntake(admission));
        environment.lifecycle().addEventListener(new PackedBodies(USAGE_EVENTS));
        environment.lifecycle().addEventListener(new PackedBodies(ROWS));
        serve(
                "usage-events",
                new EventsServlet(
                        (ndjson, _) -> usage.take(ndjson),
                        UsageIntake.MOST_LINES,
                        rateLimit,
                        admission,
                        metrics),
                USAGE_EVENTS);
        rows().forEach(
                        (path, rows) ->
                                serve(
                                        path,
                                        new EventsServlet(
                                                rows::take,
                                                RowIntake.MOST_LINES,
                                                rateLimit,
                                                admission,
                                                metrics),
                                        List.of(path)));
    }

    private Map<String, RowIntake> rows() {
        return Map.of(
                TOUCHPOINTS,
                RowIntake.touchpoints(
                        impatient,
                        features.touchpoints(),
                        features.auditLog(),
                        features.clientAnswers(),
                        clock),
                SURVEY_RESPONSES,
                RowIntake.surveyResponses(
                        impatient,
                        features.feedbackCollection(),
                        features.auditLog(),
                        features.clientAnswers(),
                        clock));
    }

    private void imports() {
        environment.lifecycle().addEventListener(new PackedBodies(IMPORTS));
        JobSubmission jobs = new JobSubmission(queue, clock);
        serve(
                "imports",
                new ImportsServlet(new Imports(platform.database(), jobs, clock), rateLimit),
                IMPORTS);
    }

    private void unsubscribing() {
        Mailing.unsubscribing(platform, configuration.email())
                .ifPresent(
                        links ->
                                // Mail programs may send the one field of RFC 8058 as multipart
                                // form data.
                                serve(
                                                "unsubscribe",
                                                new UnsubscribeServlet(
                                                        links,
                                                        platform.database(),
                                                        features.clientAnswers(),
                                                        clock),
                                                UNSUBSCRIBE)
                                        .setMultipartConfig(
                                                new MultipartConfigElement(
                                                        "",
                                                        ONE_FIELD,
                                                        2 * ONE_FIELD,
                                                        (int) ONE_FIELD)));
    }

    private void webhooks() {
        Integrations integrations = Integrations.of(configuration, platform.secrets());
        // Bodies are kept as they arrive, because a signature covers bytes.
        environment.lifecycle().addEventListener(new PackedBodies(WEBHOOKS));
        serve(
                "webhooks",
                new WebhooksServlet(integrations.webhooks(platform, impatient)),
                WEBHOOKS);
    }

    private void integrations() {
        serve(
                "integrations",
                new IntegrationsServlet(
                        platform.database(),
                        features.directory(),
                        new UnmatchedRecords(features.auditLog(), clock),
                        new DeadLetters(features.auditLog(), clock),
                        new IntegrationStates(platform.database(), clock),
                        rateLimit),
                INTEGRATIONS);
    }

    private ServletRegistration.Dynamic serve(String name, Servlet servlet, List<String> paths) {
        ServletRegistration.Dynamic registration = environment.servlets().addServlet(name, servlet);
        registration.addMapping(paths.toArray(String[]::new));
        return registration;
    }

    /** A listener that stops the intake of events as soon as the server begins to stop. */
    private record ClosesIntake(Admission admission) implements LifeCycle.Listener {
        @Override
        public void lifeCycleStopping(LifeCycle server) {
            admission.close();
        }
    }
}
