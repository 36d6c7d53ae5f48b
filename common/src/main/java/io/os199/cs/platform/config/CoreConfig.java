package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.dropwizard.validation.ValidationMethod;

import jakarta.validation.constraints.NotNull;

import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/**
 * What the core tools need to know about the deployment.
 *
 * @param freeMailDomains domains that say nothing about the company behind an address
 * @param timeZone the zone in which its people work; a new database counts business hours in it
 */
public record CoreConfig(@NotNull List<String> freeMailDomains, @NotNull String timeZone) {
    private static final String USUAL_ZONE = "UTC";

    public CoreConfig {
        // A configuration from before this setting does not have one.
        timeZone = Objects.requireNonNullElse(timeZone, USUAL_ZONE);
    }

    static CoreConfig usual() {
        return new CoreConfig(List.of(), USUAL_ZONE);
    }

    @JsonIgnore
    @ValidationMethod(
            message =
                    "core: timeZone (CS_TIME_ZONE) has to be the name of a time zone, as"
                            + " Europe/Berlin or UTC")
    public boolean isTimeZoneNamed() {
        return ZoneId.getAvailableZoneIds().contains(timeZone);
    }
}
