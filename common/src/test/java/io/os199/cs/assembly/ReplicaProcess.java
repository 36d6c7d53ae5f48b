package io.os199.cs.assembly;

import com.codahale.metrics.health.HealthCheck;

import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

import org.apache.commons.text.StringSubstitutor;
import org.eclipse.jetty.util.component.ContainerLifeCycle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platform that every process builds on, as {@code config.yml} configures it, running. */
final class ReplicaProcess implements AutoCloseable {
    private final Environment environment = new Environment("test");
    private final ContainerLifeCycle life = new ContainerLifeCycle();
    private final Platform platform;

    /** @param variables the environment variables */
    ReplicaProcess(Map<String, String> variables) {
        try {
            platform =
                    Platform.open(
                            configuration(variables),
                            environment,
                            Clock.systemUTC(),
                            Duration.ofMinutes(2));
            environment.lifecycle().attach(life);
            life.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static ServiceConfiguration configuration(Map<String, String> variables) throws Exception {
        return new YamlConfigurationFactory<>(
                        ServiceConfiguration.class,
                        Validators.newValidator(),
                        Jackson.newObjectMapper(),
                        "dw")
                .build(
                        new SubstitutingSourceProvider(
                                new FileConfigurationSourceProvider(),
                                new StringSubstitutor(variables)),
                        "../config.yml");
    }

    Platform platform() {
        return platform;
    }

    Database database() {
        return platform.database();
    }

    HealthCheck.Result health(String name) {
        return environment.healthChecks().runHealthCheck(name);
    }

    /** Returns what {@code /metrics} shows for this name and labels; NaN where it shows nothing. */
    double metric(String name) {
        Matcher line =
                Pattern.compile("^" + Pattern.quote(name) + " (.*)$", Pattern.MULTILINE)
                        .matcher(metrics());
        return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
    }

    String metrics() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.create().write(out, platform.metrics().scrape());
            return out.toString(StandardCharsets.UTF_8);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            life.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
