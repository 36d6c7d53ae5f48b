package io.os199.cs.platform.config;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

/** How the clients of each value tier are served. */
public record ValueTiersConfig(
        @Valid @NotNull Level strategic,
        @Valid @NotNull Level high,
        @Valid @NotNull Level mid,
        @Valid @NotNull Level standard,
        @Valid @NotNull Level entry) {

    /**
     * The service level of one tier.
     *
     * @param touchpointDays maximum between two touchpoints; absent: by milestone only
     * @param reviewDays maximum between two reviews; absent: none are held
     * @param accountsPerCsm number of clients that are a full load for one CSM; absent: they serve themselves
     */
    public record Level(
            @Nullable @Min(1) Integer touchpointDays,
            @Nullable @Min(1) Integer reviewDays,
            @Nullable @Min(1) Integer accountsPerCsm) {}

    public static ValueTiersConfig usual() {
        return new ValueTiersConfig(
                new Level(7, 90, 8),
                new Level(14, 90, 18),
                new Level(30, 180, 45),
                new Level(90, 365, 120),
                new Level(null, null, null));
    }
}
