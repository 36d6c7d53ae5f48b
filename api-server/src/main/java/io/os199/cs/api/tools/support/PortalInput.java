package io.os199.cs.api.tools.support;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.support.portal.Branding;
import io.os199.cs.support.portal.PortalFeature;
import io.os199.cs.support.portal.ResourceType;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Objects;

/** The parameters of {@code manage_customer_portal}. */
public record PortalInput(
        String clientId,
        @Default(value = "get_status", listed = false) Action action,
        @Nullable @Actions(value = "enable_feature", requiredBy = "enable_feature")
                PortalFeature enableFeature,
        @Nullable @Actions(value = "disable_feature", requiredBy = "disable_feature")
                PortalFeature disableFeature,
        @Nullable @Actions("customize") @Size(max = 500) String logoUrl,
        @Nullable @Actions("customize") @Pattern(regexp = "(#[0-9A-Fa-f]{6})?") String primaryColor,
        @Nullable @Actions("customize") @Size(max = 253) String customDomain,
        @Nullable @Actions("customize") @Size(max = 1_000) String welcomeText,
        @Nullable
                @Actions(
                        value = {"list_resources", "add_resource"},
                        requiredBy = "add_resource")
                ResourceType resourceType,
        @Nullable
                @Actions(value = "remove_resource", requiredBy = "remove_resource")
                @Size(max = 60)
                String resourceId,
        @Nullable @Actions(value = "add_resource", requiredBy = "add_resource") @Size(max = 200)
                String title,
        @Nullable @Actions("add_resource") @Size(max = 1_000) String description,
        @Nullable @Actions(value = "add_resource", requiredBy = "add_resource") @Size(max = 500)
                String url,
        @Default(value = "30", listed = false) @Actions("get_activity") @Min(7) @Max(365)
                int periodDays,
        @Nullable
                @Actions(
                        value = {"enable_feature", "disable_feature", "customize"},
                        requiredBy = {"enable_feature", "disable_feature", "customize"})
                @Min(0)
                Integer version,
        @Default(value = "20", listed = false) @Actions("list_resources") @Min(1) @Max(200)
                int limit,
        @Nullable @Actions("list_resources") @Size(max = Cursors.LONGEST) String cursor,
        @Default(value = "false", listed = false)
                @Actions({
                    "enable_feature",
                    "disable_feature",
                    "customize",
                    "add_resource",
                    "remove_resource"
                })
                boolean dryRun,
        @Nullable
                @Actions({
                    "enable_feature",
                    "disable_feature",
                    "customize",
                    "add_resource",
                    "remove_resource"
                })
                @Size(max = 400)
                String confirmationToken,
        @Nullable
                @Actions({
                    "enable_feature",
                    "disable_feature",
                    "customize",
                    "add_resource",
                    "remove_resource"
                })
                @Size(min = 1, max = 100)
                String idempotencyKey) {

    /** The action to perform. */
    public enum Action {
        GET_STATUS,
        ENABLE_FEATURE,
        DISABLE_FEATURE,
        CUSTOMIZE,
        LIST_RESOURCES,
        ADD_RESOURCE,
        REMOVE_RESOURCE,
        GET_ACTIVITY
    }

    boolean isReading() {
        return action == Action.GET_STATUS
                || action == Action.LIST_RESOURCES
                || action == Action.GET_ACTIVITY;
    }

    PortalFeature feature() {
        return Objects.requireNonNull(
                action == Action.ENABLE_FEATURE ? enableFeature : disableFeature);
    }

    Branding branding() {
        return new Branding(
                logoUrl,
                primaryColor == null ? null : primaryColor.toUpperCase(Locale.ROOT),
                customDomain == null ? null : customDomain.toLowerCase(Locale.ROOT),
                welcomeText);
    }
}
