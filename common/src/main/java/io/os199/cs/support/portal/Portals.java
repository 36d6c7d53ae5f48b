package io.os199.cs.support.portal;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.portal.PortalDao.Row;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The only way in which a customer's portal is changed: its row, the timeline, the audit log and the client's cached
 * answers, in the caller's transaction.
 */
public final class Portals {
    private static final String TOOL = "manage_customer_portal";
    private static final int STATUS_DAYS = 30;

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Portals(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /**
     * A portal after a write.
     *
     * @param changed whether the write changed anything
     */
    public record Written(Portal portal, boolean changed) {}

    /** A resource that was added to a portal, or removed from it. */
    public record Shown(Portal portal, String resourceId) {}

    /** Returns the settings of a portal. */
    public static Portal of(Transaction tx, String clientId) {
        Row row = tx.dao(PortalDao.class).portal(clientId);
        return new Portal(
                row.clientId(),
                row.clientName(),
                row.tier(),
                row.active(),
                Portal.features(row.tier(), row.hasIntercom(), row.features()),
                row.logoUrl(),
                Objects.requireNonNullElse(row.primaryColor(), Portal.USUAL_COLOR),
                row.customDomain(),
                row.domainStatus(),
                row.welcomeText(),
                row.version(),
                row.updatedAt());
    }

    /** Returns the usage of the {@code days} up to today. */
    public static PortalUse use(Transaction tx, String clientId, LocalDate today, int days) {
        return PortalUse.of(tx, clientId, today, days);
    }

    /** The number of days that the {@code use} for {@link #advice} covers. */
    public static int statusDays() {
        return STATUS_DAYS;
    }

    public static List<Recommendation> advice(Portal portal, PortalUse use) {
        return PortalRules.of(portal, use);
    }

    /** Returns what is wrong with how the portal looks. */
    public static List<String> warnings(Portal portal) {
        return PortalRules.warnings(portal);
    }

    /** Returns the resources after the given one, by title; from the first when none is given. */
    public static List<PortalResource> resources(
            Transaction tx,
            String clientId,
            @Nullable ResourceType type,
            @Nullable String title,
            @Nullable String resourceId,
            LocalDate today,
            int most) {
        return tx.dao(PortalDao.class).resources(clientId, type, title, resourceId, today, most);
    }

    public static long resourceCount(Transaction tx, String clientId, @Nullable ResourceType type) {
        return tx.dao(PortalDao.class).resourceCount(clientId, type);
    }

    /** Switches a feature on or off. */
    public Answer<Written> switchTo(
            Transaction tx,
            String clientId,
            PortalFeature feature,
            boolean isOn,
            int version,
            Actor actor,
            Instant now) {
        PortalDao dao = tx.dao(PortalDao.class);
        dao.lockClient(clientId);
        Portal portal = of(tx, clientId);
        if (portal.version() != version) {
            return Answer.refused(stale(portal, version));
        }
        if (isOn && !feature.isFor(portal.tier())) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "%s is for professional and enterprise; %s is %s"
                                            .formatted(
                                                    WireName.of(feature),
                                                    portal.clientName(),
                                                    WireName.of(portal.tier())))
                            .field("enable_feature")
                            .expected("another feature"));
        }
        if (isOn && feature == PortalFeature.CHAT && !dao.portal(clientId).hasIntercom()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "chat needs the Intercom integration, which is not enabled")
                            .field("enable_feature")
                            .expected("another feature"));
        }
        if (portal.has(feature) == isOn) {
            return Answer.of(new Written(portal, false));
        }
        Map<String, Boolean> said = new TreeMap<>(dao.portal(clientId).features());
        said.put(Portal.key(feature), isOn);
        Row row = dao.portal(clientId);
        dao.write(
                clientId,
                Json.write(said),
                row.logoUrl(),
                row.primaryColor(),
                row.welcomeText(),
                now);
        return Answer.of(
                set(
                        tx,
                        clientId,
                        isOn ? "Portal feature enabled" : "Portal feature disabled",
                        Map.of("feature", feature),
                        actor,
                        now));
    }

    /**
     * Changes how the portal looks. A host name that belongs to another client is refused, without naming that
     * client.
     */
    public Answer<Written> customize(
            Transaction tx,
            String clientId,
            Branding branding,
            int version,
            Actor actor,
            Instant now) {
        PortalDao dao = tx.dao(PortalDao.class);
        dao.lockClient(clientId);
        Portal portal = of(tx, clientId);
        if (portal.version() != version) {
            return Answer.refused(stale(portal, version));
        }
        Row row = dao.portal(clientId);
        String domain = branding.customDomain();
        if (domain != null && !domain.equals(row.customDomain())) {
            dao.dropDomain(clientId);
            if (!domain.isEmpty() && dao.takeDomain(clientId, domain, now) == 0) {
                return Answer.refused(
                        Refusal.conflict("custom_domain is in use already")
                                .field("custom_domain")
                                .expected("a host name that no other portal has"));
            }
        }
        dao.write(
                clientId,
                Json.write(row.features()),
                changed(branding.logoUrl(), row.logoUrl()),
                changed(branding.primaryColor(), row.primaryColor()),
                changed(branding.welcomeText(), row.welcomeText()),
                now);
        return Answer.of(set(tx, clientId, "Portal customized", Map.of(), actor, now));
    }

    private static @Nullable String changed(@Nullable String sent, @Nullable String stored) {
        if (sent == null) {
            return stored;
        }
        return sent.isEmpty() ? null : sent;
    }

    /** Adds a resource to the portal. */
    public Shown add(
            Transaction tx,
            String clientId,
            ResourceType type,
            String title,
            @Nullable String description,
            String url,
            Actor actor,
            Instant now) {
        String resourceId = TypeId.next("resource");
        tx.dao(PortalDao.class).add(clientId, resourceId, type, title, description, url, now);
        Map<String, Object> detail = Map.of("resource_id", resourceId, "type", type);
        set(tx, clientId, "Portal resource added", detail, actor, now);
        return new Shown(of(tx, clientId), resourceId);
    }

    /** Removes a resource from the portal; its view counts are deleted. */
    public Answer<Shown> remove(
            Transaction tx, String clientId, String resourceId, Actor actor, Instant now) {
        PortalDao dao = tx.dao(PortalDao.class);
        dao.forget(clientId, resourceId);
        if (dao.remove(clientId, resourceId) == 0) {
            return Answer.refused(
                    Refusal.notFound(
                                    "resource_id",
                                    "The client's portal has no resource with this resource_id")
                            .expected("a resource_id from action list_resources"));
        }
        set(tx, clientId, "Portal resource removed", Map.of("resource_id", resourceId), actor, now);
        return Answer.of(new Shown(of(tx, clientId), resourceId));
    }

    private Written set(
            Transaction tx,
            String clientId,
            String title,
            Map<String, Object> detail,
            Actor actor,
            Instant now) {
        timeline.record(
                tx,
                new TimelineEvent(
                        clientId,
                        now,
                        timeline.newId(),
                        EventType.PROFILE,
                        title,
                        detail,
                        Impact.NEUTRAL,
                        false,
                        actor.principal(),
                        TOOL,
                        null));
        audit.record(tx, AuditEntry.done(actor, TOOL, title, List.of(clientId)));
        answers.changed(tx, clientId);
        return new Written(of(tx, clientId), true);
    }

    private static Refusal stale(Portal portal, int version) {
        return Refusal.stale("the portal", version, portal.version(), null);
    }
}
