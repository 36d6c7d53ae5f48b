package io.os199.cs.api.tools.support;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.portal.Portal;
import io.os199.cs.support.portal.PortalFeature;
import io.os199.cs.support.portal.PortalResource;
import io.os199.cs.support.portal.PortalUse;
import io.os199.cs.support.portal.ResourceType;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A portal with its usage, its resources, or the result of a write.
 *
 * @param changed whether the write changed anything
 * @param resourceId of the resource that was added or removed
 * @param isDryRun whether this only reports what would happen
 */
public record PortalAnswer(
        View portal,
        @Nullable List<String> warnings,
        @JsonUnwrapped @Nullable Use use,
        @JsonUnwrapped @Nullable Activity activity,
        @JsonUnwrapped @Nullable Resources list,
        @Nullable Boolean changed,
        @Nullable String resourceId,
        @Nullable String nextCursor,
        @Nullable List<Recommendation> recommendations,
        @Nullable Boolean isDryRun,
        Instant computedAt,
        List<DataGap> dataGaps) {
    private static final int LONGEST_TEXT = 1_000;

    /** The settings; version 0 where nothing has been set. */
    public record View(
            String clientId,
            String clientName,
            Features features,
            BrandingView branding,
            int version,
            @Nullable Instant updatedAt) {
        static View of(Portal portal) {
            return new View(
                    portal.clientId(),
                    portal.clientName(),
                    Features.of(portal),
                    BrandingView.of(portal),
                    portal.version(),
                    portal.updatedAt());
        }
    }

    /** The features that are enabled. */
    public record Features(
            boolean tickets, boolean kb, boolean downloads, boolean apiAccess, boolean chat) {
        static Features of(Portal portal) {
            return new Features(
                    isOn(portal, PortalFeature.TICKETS),
                    isOn(portal, PortalFeature.KB),
                    isOn(portal, PortalFeature.DOWNLOADS),
                    isOn(portal, PortalFeature.API_ACCESS),
                    isOn(portal, PortalFeature.CHAT));
        }

        private static boolean isOn(Portal portal, PortalFeature feature) {
            return Boolean.TRUE.equals(portal.features().get(feature));
        }
    }

    /** The appearance of the portal. */
    public record BrandingView(
            @Nullable String logoUrl,
            String primaryColor,
            @Nullable String customDomain,
            @Nullable String domainStatus,
            @Nullable String welcomeText) {
        static BrandingView of(Portal portal) {
            String welcome = portal.welcomeText();
            return new BrandingView(
                    portal.logoUrl(),
                    portal.primaryColor(),
                    portal.customDomain(),
                    portal.domainStatus(),
                    welcome == null ? null : UntrustedText.of(welcome, LONGEST_TEXT).text());
        }
    }

    /** Usage over 30 days; tickets from the portal and our own ones. */
    public record Use(
            @Nullable Long visitCount,
            @Nullable Integer activeDayCount,
            @Nullable Long ticketsOpenedCount,
            @Nullable Long kbViewCount,
            @Nullable Long resourceViewCount) {}

    /** Activity in the period, which ends today. */
    public record Activity(
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Nullable Long periodVisitCount,
            @Nullable Long previousVisitCount,
            PortalUse.@Nullable Trend trend,
            @Nullable BigDecimal avgDailyUserCount,
            @Nullable Integer peakDailyUserCount,
            @Nullable Long periodTicketsOpenedCount,
            @Nullable BigDecimal visitsPerTicket,
            @Nullable List<PortalUse.OfDay> byWeekday,
            @Nullable List<PortalUse.OfDay> byWeek,
            @Nullable List<PortalUse.Top> topResources) {}

    /** The resources that the portal links to, by title. */
    public record Resources(@Nullable List<Resource> resources, @Nullable Long totalCount) {}

    /** A linked resource; views over 90 days. */
    public record Resource(
            String resourceId,
            ResourceType type,
            String title,
            @Nullable String description,
            String url,
            long viewCount90d,
            Instant addedAt) {
        static Resource of(PortalResource resource) {
            String description = resource.description();
            return new Resource(
                    resource.resourceId(),
                    resource.type(),
                    UntrustedText.name(resource.title()),
                    description == null ? null : UntrustedText.of(description, LONGEST_TEXT).text(),
                    resource.url(),
                    resource.viewCount(),
                    resource.addedAt());
        }
    }

    static PortalAnswer status(
            Portal portal,
            List<String> warnings,
            PortalUse use,
            List<Recommendation> advice,
            Instant now) {
        return new PortalAnswer(
                View.of(portal),
                warnings,
                new Use(
                        use.visitCount(),
                        use.activeDayCount(),
                        use.ticketsOpenedCount(),
                        use.kbViewCount(),
                        use.resourceViewCount()),
                null,
                null,
                null,
                null,
                null,
                advice,
                null,
                now,
                List.of());
    }

    static PortalAnswer active(
            Portal portal, PortalUse use, LocalDate from, LocalDate end, Instant now) {
        return new PortalAnswer(
                View.of(portal),
                null,
                null,
                new Activity(
                        from,
                        end,
                        use.visitCount(),
                        use.previousVisitCount(),
                        use.trend(),
                        use.avgDailyUserCount(),
                        use.peakDailyUserCount(),
                        use.ticketsOpenedCount(),
                        use.visitsPerTicket(),
                        use.byWeekday(),
                        use.byWeek(),
                        use.topResources()),
                null,
                null,
                null,
                null,
                null,
                null,
                now,
                gaps(use));
    }

    private static List<DataGap> gaps(PortalUse use) {
        return use.trend() != null
                ? List.of()
                : List.of(
                        new DataGap(
                                "trend",
                                "small_sample",
                                "Fewer than 10 visits in the period before; take a longer one."));
    }

    static PortalAnswer listed(
            Portal portal, Resources list, @Nullable String nextCursor, Instant now) {
        return new PortalAnswer(
                View.of(portal),
                null,
                null,
                null,
                list,
                null,
                null,
                nextCursor,
                null,
                null,
                now,
                List.of());
    }

    static PortalAnswer written(
            Portal portal,
            List<String> warnings,
            boolean changed,
            @Nullable String resourceId,
            boolean isDryRun,
            Instant now) {
        return new PortalAnswer(
                View.of(portal),
                warnings,
                null,
                null,
                null,
                changed,
                resourceId,
                null,
                null,
                isDryRun ? true : null,
                now,
                List.of());
    }
}
