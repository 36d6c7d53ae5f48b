package io.os199.cs.api.tools.support;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.support.PortalAnswer.Resource;
import io.os199.cs.api.tools.support.PortalAnswer.Resources;
import io.os199.cs.api.tools.support.PortalInput.Action;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.portal.Portal;
import io.os199.cs.support.portal.PortalFeature;
import io.os199.cs.support.portal.PortalUse;
import io.os199.cs.support.portal.Portals;
import io.os199.cs.support.portal.ResourceType;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What one customer's self-service portal offers, how it looks, and how much it is used. */
@ToolInfo(
        name = "manage_customer_portal",
        title = "Customer portal",
        description =
                "One customer's self-service portal: features, branding, resources and use."
                        + " Articles: manage_knowledge_base.",
        effect = Effect.SEND,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class ManageCustomerPortal implements Tool<PortalInput, PortalAnswer> {
    private static final int USUAL_LIMIT = 20;
    private static final int LONGEST_TEXT = 1_000;

    /** The preview that a person confirms before customers see it. */
    public record PortalPreview(
            String clientId,
            String clientName,
            Action action,
            @Nullable PortalFeature feature,
            @Nullable String logoUrl,
            @Nullable String primaryColor,
            @Nullable String customDomain,
            @Nullable String welcomeText,
            @Nullable String title,
            @Nullable String url,
            @Nullable String resourceId)
            implements Preview {
        @Override
        public String question() {
            return "Do %s in the portal of %s? Its users see it at once."
                    .formatted(WireName.of(action), clientName);
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final Portals portals;
    private final Cursors cursors;

    ManageCustomerPortal(
            Database database, ClientDirectory clients, Portals portals, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.portals = portals;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(PortalInput input, Set<String> unread, Call call) {
        return PortalFaults.of(input, unread);
    }

    @Override
    public Answer<PortalAnswer> call(PortalInput input, Call call) {
        if (input.isReading()) {
            return database.snapshot(
                    tx ->
                            clients.resolve(tx, input.clientId())
                                    .then(client -> read(tx, client, input, call)));
        }
        for (Scope needed : List.of(Scope.CS_WRITE, Scope.CS_SEND)) {
            if (!call.has(needed)) {
                return Answer.refused(
                        NeededScopes.onlyReading("get_status", "list_resources", "get_activity"));
            }
        }
        if (input.dryRun()) {
            return database.rehearse(tx -> write(tx, input, call));
        }
        if (call.isRepeated()) {
            return call.write(PortalAnswer.class, tx -> write(tx, input, call));
        }
        // A call that would be refused, or changes nothing, is answered before anyone is asked.
        return database.rehearse(tx -> write(tx, input, call))
                .then(
                        would ->
                                Boolean.TRUE.equals(would.changed())
                                        ? call.writeConfirmed(
                                                preview(would, input),
                                                Cursors.digest("portal", preview(would, input))
                                                        + would.portal().version(),
                                                PortalAnswer.class,
                                                tx -> write(tx, input, call))
                                        : call.write(
                                                PortalAnswer.class, tx -> write(tx, input, call)));
    }

    private static PortalPreview preview(PortalAnswer would, PortalInput input) {
        boolean switches =
                input.action() == Action.ENABLE_FEATURE || input.action() == Action.DISABLE_FEATURE;
        return new PortalPreview(
                would.portal().clientId(),
                would.portal().clientName(),
                input.action(),
                switches ? input.feature() : null,
                input.logoUrl(),
                input.primaryColor(),
                input.customDomain(),
                input.welcomeText(),
                input.title(),
                input.url(),
                input.resourceId());
    }

    private Answer<PortalAnswer> read(
            Transaction tx, ClientRef client, PortalInput input, Call call) {
        Portal portal = Portals.of(tx, client.clientId());
        return switch (input.action()) {
            case LIST_RESOURCES -> resources(tx, portal, input, call);
            case GET_ACTIVITY -> Answer.of(activity(tx, portal, input, call));
            default -> {
                PortalUse use =
                        Portals.use(tx, portal.clientId(), call.today(), Portals.statusDays());
                yield Answer.of(
                        PortalAnswer.status(
                                portal,
                                Portals.warnings(portal),
                                use,
                                Portals.advice(portal, use),
                                call.now()));
            }
        };
    }

    private static PortalAnswer activity(
            Transaction tx, Portal portal, PortalInput input, Call call) {
        LocalDate end = call.today().plusDays(1);
        return PortalAnswer.active(
                portal,
                Portals.use(tx, portal.clientId(), call.today(), input.periodDays()),
                end.minusDays(input.periodDays()),
                end,
                call.now());
    }

    /** Identifies the list of a client's resources, of one type or all. */
    private record ResourcesOf(String clientId, @Nullable ResourceType type) {}

    /** Where a page begins. */
    private record Start(@Nullable String title, @Nullable String resourceId) {}

    private Answer<PortalAnswer> resources(
            Transaction tx, Portal portal, PortalInput input, Call call) {
        String digest =
                Cursors.digest(
                        "portal_resources",
                        new ResourcesOf(portal.clientId(), input.resourceType()));
        String cursor = input.cursor();
        return (cursor == null
                        ? Answer.of(new Start(null, null))
                        : cursors.open(digest, cursor)
                                .map(values -> new Start(values.get(0), values.get(1))))
                .map(start -> resources(tx, portal, input, start, digest, call));
    }

    private PortalAnswer resources(
            Transaction tx,
            Portal portal,
            PortalInput input,
            Start start,
            String digest,
            Call call) {
        List<Resource> rows =
                Portals.resources(
                                tx,
                                portal.clientId(),
                                input.resourceType(),
                                start.title(),
                                start.resourceId(),
                                call.today(),
                                input.limit() + 1)
                        .stream()
                        .map(Resource::of)
                        .toList();
        Page<Resource> page =
                Page.of(
                        rows,
                        input.limit(),
                        Portals.resourceCount(tx, portal.clientId(), input.resourceType()),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        PortalAnswer.listed(portal, new Resources(List.of(), 0L), null, call.now()),
                        last -> cursors.after(digest, List.of(last.title(), last.resourceId())));
        return PortalAnswer.listed(
                portal,
                new Resources(page.items(), page.totalCount()),
                page.nextCursor(),
                call.now());
    }

    private Answer<PortalAnswer> write(Transaction tx, PortalInput input, Call call) {
        return clients.resolve(tx, input.clientId())
                .then(client -> written(tx, client.clientId(), input, call));
    }

    private Answer<PortalAnswer> written(
            Transaction tx, String clientId, PortalInput input, Call call) {
        Actor actor = call.actor();
        return switch (input.action()) {
            case ENABLE_FEATURE, DISABLE_FEATURE ->
                    portals.switchTo(
                                    tx,
                                    clientId,
                                    input.feature(),
                                    input.action() == Action.ENABLE_FEATURE,
                                    Objects.requireNonNull(input.version()),
                                    actor,
                                    call.now())
                            .map(set -> answer(set.portal(), set.changed(), null, input, call));
            case CUSTOMIZE ->
                    portals.customize(
                                    tx,
                                    clientId,
                                    input.branding(),
                                    Objects.requireNonNull(input.version()),
                                    actor,
                                    call.now())
                            .map(set -> answer(set.portal(), set.changed(), null, input, call));
            case ADD_RESOURCE -> {
                Portals.Shown added = added(tx, clientId, input, actor, call);
                yield Answer.of(answer(added.portal(), true, added.resourceId(), input, call));
            }
            case REMOVE_RESOURCE ->
                    portals.remove(
                                    tx,
                                    clientId,
                                    Objects.requireNonNull(input.resourceId()),
                                    actor,
                                    call.now())
                            .map(
                                    gone ->
                                            answer(
                                                    gone.portal(),
                                                    true,
                                                    gone.resourceId(),
                                                    input,
                                                    call));
            case GET_STATUS, LIST_RESOURCES, GET_ACTIVITY ->
                    throw new IllegalStateException("reads");
        };
    }

    private Portals.Shown added(
            Transaction tx, String clientId, PortalInput input, Actor actor, Call call) {
        String description = input.description();
        return portals.add(
                tx,
                clientId,
                Objects.requireNonNull(input.resourceType()),
                UntrustedText.name(Objects.requireNonNull(input.title())),
                description == null ? null : UntrustedText.of(description, LONGEST_TEXT).text(),
                Objects.requireNonNull(input.url()),
                actor,
                call.now());
    }

    private static PortalAnswer answer(
            Portal portal,
            boolean changed,
            @Nullable String resourceId,
            PortalInput input,
            Call call) {
        return PortalAnswer.written(
                portal, Portals.warnings(portal), changed, resourceId, input.dryRun(), call.now());
    }
}
