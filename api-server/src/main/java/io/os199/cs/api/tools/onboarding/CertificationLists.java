package io.os199.cs.api.tools.onboarding;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tools.onboarding.CertificationAnswer.ModuleView;
import io.os199.cs.api.tools.onboarding.CertificationAnswer.ProgramView;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.onboarding.certificate.CertificateCounts;
import io.os199.cs.onboarding.certificate.CertificateGaps;
import io.os199.cs.onboarding.certificate.CertificateRules;
import io.os199.cs.onboarding.certificate.CertificateSummary;
import io.os199.cs.onboarding.certificate.Standing;
import io.os199.cs.onboarding.certificate.StandingReader;
import io.os199.cs.onboarding.certificate.TrainingCatalogue;
import io.os199.cs.onboarding.model.CertificateProgram;
import io.os199.cs.onboarding.training.TrainingModule;
import io.os199.cs.onboarding.training.TrainingModules;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.secrets.Sha256;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The lists of {@code manage_certification_program}: what is on offer, and the people of a client. */
final class CertificationLists {
    private final Transaction tx;
    private final Cursors cursors;
    private final Call call;

    CertificationLists(Transaction tx, Cursors cursors, Call call) {
        this.tx = tx;
        this.cursors = cursors;
        this.call = call;
    }

    /** Returns modules by their ids, so that they can be named by their codes. */
    static Map<String, TrainingModule> known(Transaction tx, List<String> ids) {
        return TrainingModules.withIds(tx, ids);
    }

    private record Offer() {}

    /** Answers with the levels and a page of the modules. */
    Answer<CertificationAnswer> offer(CertificationInput input) {
        String digest = Cursors.digest("training_modules", new Offer());
        return after(digest, input.cursor()).map(after -> offer(input, digest, after.value()));
    }

    private CertificationAnswer offer(
            CertificationInput input, String digest, @Nullable String after) {
        List<CertificateProgram> programs = TrainingCatalogue.programs(tx);
        List<TrainingModule> modules = TrainingCatalogue.modules(tx, after, input.limit() + 1);
        Map<String, TrainingModule> known =
                known(
                        tx,
                        Stream.concat(
                                        programs.stream()
                                                .flatMap(each -> each.requiredModules().stream()),
                                        modules.stream()
                                                .flatMap(each -> each.prerequisites().stream()))
                                .toList());
        List<ProgramView> levels =
                programs.stream().map(each -> ProgramView.of(each, known)).toList();
        Page<ModuleView> page =
                Page.of(
                        modules.stream().map(each -> ModuleView.of(each, known)).toList(),
                        input.limit(),
                        TrainingCatalogue.moduleCount(tx),
                        budget(input),
                        levels,
                        last -> cursors.after(digest, List.of(code(modules, last))));
        return CertificationAnswer.listed(
                levels,
                page.items(),
                page.totalCount(),
                page.nextCursor(),
                call.now(),
                programs.stream().anyMatch(CertificateProgram::active)
                        ? List.of()
                        : List.of(
                                new DataGap(
                                        "programs.required_modules",
                                        "no_active_program",
                                        "Say which modules a level needs with action create")));
    }

    /** Returns the stored code, which the list is ordered by. */
    private static String code(List<TrainingModule> modules, ModuleView last) {
        return modules.stream()
                .filter(each -> each.moduleId().equals(last.moduleId()))
                .map(TrainingModule::code)
                .findFirst()
                .orElseThrow();
    }

    private record Tracked(
            String clientId, LocalDate asOf, int expiringWithinDays, @Nullable String userEmail) {}

    /** Answers with the counts of a client and a page of its people. */
    Answer<CertificationAnswer> people(ClientRef client, CertificationInput input) {
        LocalDate asOf = Objects.requireNonNullElse(input.asOf(), call.today());
        String email = input.userEmail() == null ? null : TrainingInput.address(input.userEmail());
        String digest =
                Cursors.digest(
                        "certified_people",
                        new Tracked(client.clientId(), asOf, input.expiringWithinDays(), email));
        StandingReader reader = new StandingReader(tx, client.clientId(), asOf);
        long count = reader.peopleCount(email);
        if (email != null && count == 0) {
            return Answer.refused(
                    Refusal.notFound(
                                    "user_email",
                                    "nobody with this user_email is a contact of the client, or was"
                                            + " trained there")
                            .hint("Leave out user_email to see all"));
        }
        return after(digest, input.cursor())
                .map(
                        after ->
                                people(
                                        client,
                                        input,
                                        asOf,
                                        email,
                                        digest,
                                        after.value(),
                                        reader,
                                        count));
    }

    private CertificationAnswer people(
            ClientRef client,
            CertificationInput input,
            LocalDate asOf,
            @Nullable String email,
            String digest,
            @Nullable String after,
            StandingReader reader,
            long count) {
        CertificateCounts counts = reader.counts(input.expiringWithinDays());
        CertificateSummary summary = CertificateSummary.of(null, counts);
        List<Recommendation> recommendations =
                CertificateRules.of(
                        counts,
                        reader.hasBasic(),
                        CertificateRules.isThin(counts)
                                ? reader.oneModuleShortOfBasic().orElse(null)
                                : null);
        List<DataGap> gaps = CertificateGaps.of(counts, reader.hasPrograms(), asOf, call.today());
        List<Standing> people = reader.people(email, after, input.limit() + 1);
        // Measured as seen by a caller who sees addresses unmasked.
        Page<JsonNode> page =
                Page.of(
                        people.stream().map(each -> Json.tree(each)).toList(),
                        input.limit(),
                        count,
                        budget(input),
                        List.of(summary, recommendations, gaps),
                        last ->
                                cursors.after(
                                        digest, List.of(Sha256.hex(last.path("email").asText()))));
        return CertificationAnswer.tracked(
                client,
                summary,
                people.subList(0, page.items().size()),
                page.totalCount(),
                page.nextCursor(),
                recommendations,
                asOf,
                input.expiringWithinDays(),
                call.now(),
                gaps);
    }

    /** The start of a page; without a value, the start of the list. */
    private record After(@Nullable String value) {}

    private Answer<After> after(String digest, @Nullable String cursor) {
        return cursor == null
                ? Answer.of(new After(null))
                : cursors.open(digest, cursor).map(values -> new After(values.getFirst()));
    }

    private static AnswerBudget budget(CertificationInput input) {
        return AnswerBudget.of(input.limit(), CertificationInput.USUAL_LIMIT);
    }
}
