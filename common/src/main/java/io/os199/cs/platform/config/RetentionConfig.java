package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.dropwizard.validation.ValidationMethod;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * How many months rows are kept; 0 means forever.
 *
 * @param usageMonths whole months of usage events and hours, besides the current one
 * @param emailMonths the events of mails to customers, and their words; who was written to, and when, stays
 * @param forecastMonths renewal forecasts, day by day
 * @param automationMonths the runs of automations and what each did; those of onboarding and retention stay as long
 *     as the client does
 * @param portalMonths visits of portals, and views of what is in them
 * @param searchMonths searches of the knowledge base
 * @param auditMonths whole months of the audit log, besides the current one
 */
public record RetentionConfig(
        @Min(0) @Max(1200) int usageMonths,
        @Min(0) @Max(1200) int emailMonths,
        @Min(0) @Max(1200) int forecastMonths,
        @Min(0) @Max(1200) int automationMonths,
        @Min(0) @Max(1200) int portalMonths,
        @Min(0) @Max(1200) int searchMonths,
        @Min(0) @Max(1200) int auditMonths) {
    private static final int YEAR = 12;

    public static RetentionConfig usual() {
        return of(null, null, null, null, null, null, null);
    }

    /** Absent values take their defaults. */
    @JsonCreator
    static RetentionConfig of(
            @JsonProperty("usageMonths") @Nullable Integer usageMonths,
            @JsonProperty("emailMonths") @Nullable Integer emailMonths,
            @JsonProperty("forecastMonths") @Nullable Integer forecastMonths,
            @JsonProperty("automationMonths") @Nullable Integer automationMonths,
            @JsonProperty("portalMonths") @Nullable Integer portalMonths,
            @JsonProperty("searchMonths") @Nullable Integer searchMonths,
            @JsonProperty("auditMonths") @Nullable Integer auditMonths) {
        return new RetentionConfig(
                Objects.requireNonNullElse(usageMonths, 14),
                Objects.requireNonNullElse(emailMonths, 25),
                Objects.requireNonNullElse(forecastMonths, 60),
                Objects.requireNonNullElse(automationMonths, 25),
                Objects.requireNonNullElse(portalMonths, 25),
                Objects.requireNonNullElse(searchMonths, 14),
                Objects.requireNonNullElse(auditMonths, 84));
    }

    /** A rule uses its last run to determine when it may run again. */
    @JsonIgnore
    @ValidationMethod(
            message =
                    "automationMonths has to be 0 or at least 13, since a cool-down may last a"
                            + " year")
    public boolean isLongerThanEachCoolDown() {
        return automationMonths == 0 || automationMonths > YEAR;
    }

    /** The database enforces this as well. */
    @JsonIgnore
    @ValidationMethod(
            message = "auditMonths has to be 0 or at least 12, since a year of the audit log stays")
    public boolean isAYearOfAuditKept() {
        return auditMonths == 0 || auditMonths >= YEAR;
    }
}
