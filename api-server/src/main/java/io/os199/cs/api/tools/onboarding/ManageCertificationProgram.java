package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.onboarding.CertificationAnswer.Dependent;
import io.os199.cs.api.tools.onboarding.CertificationAnswer.ModuleView;
import io.os199.cs.api.tools.onboarding.CertificationAnswer.ProgramView;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.onboarding.certificate.CertificateOrder;
import io.os199.cs.onboarding.certificate.CertificateOrder.Position;
import io.os199.cs.onboarding.certificate.Certificates;
import io.os199.cs.onboarding.certificate.PortfolioCertificates;
import io.os199.cs.onboarding.certificate.PortfolioCertificatesWork;
import io.os199.cs.onboarding.certificate.RevokeReport;
import io.os199.cs.onboarding.certificate.TrainingCatalogue;
import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.text.Personal;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Defines what certificates require, issues and revokes them, and reports who holds what. */
@ToolInfo(
        name = "manage_certification_program",
        title = "Certification",
        description =
                "Certification levels, modules and certificates: who holds what at a client, "
                        + "or without client_id (a job) all. Trainings: deliver_training_session.",
        effect = Effect.DESTROY,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class ManageCertificationProgram
        implements Tool<CertificationInput, CertificationAnswer> {
    /** What a person confirms before a certificate is revoked. */
    public record RevokePreview(
            String clientId,
            String clientName,
            String certificationId,
            @Personal(Personal.Kind.EMAIL) String email,
            CertificateLevel level,
            LocalDate expiresOn,
            List<Dependent> dependents)
            implements Preview {
        @Override
        public String question() {
            return "Revoke the certificate %s (%s) at %s? %d higher certificates of the same person stay, with a lapsed prerequisite."
                    .formatted(certificationId, WireName.of(level), clientName, dependents.size());
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final TrainingCatalogue catalogue;
    private final Certificates certificates;
    private final JobCalls jobs;
    private final Cursors cursors;

    ManageCertificationProgram(
            Database database,
            ClientDirectory clients,
            TrainingCatalogue catalogue,
            Certificates certificates,
            JobCalls jobs,
            Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.catalogue = catalogue;
        this.certificates = certificates;
        this.jobs = jobs;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(CertificationInput input, Set<String> unread, Call call) {
        return CertificationFaults.of(input, unread, call.today());
    }

    @Override
    public Answer<CertificationAnswer> call(CertificationInput input, Call call) {
        return switch (input.action()) {
            case LIST ->
                    database.snapshot(tx -> new CertificationLists(tx, cursors, call).offer(input));
            case TRACK -> input.clientId() == null ? portfolio(input, call) : track(input, call);
            case CREATE, DEFINE_MODULE ->
                    call.has(Scope.CS_ADMIN) ? write(input, call) : Answer.refused(notAdmin());
            case ISSUE, REVOKE ->
                    call.has(Scope.CS_WRITE)
                            ? write(input, call)
                            : Answer.refused(NeededScopes.onlyReading("list", "track"));
        };
    }

    private static Refusal notAdmin() {
        return NeededScopes.refusal(
                        "without cs:admin what is on offer cannot be changed", Scope.CS_ADMIN)
                .field("action")
                .expected("list, track, issue or revoke");
    }

    private Answer<CertificationAnswer> track(CertificationInput input, Call call) {
        return database.snapshot(
                tx ->
                        client(tx, input)
                                .then(
                                        client ->
                                                new CertificationLists(tx, cursors, call)
                                                        .people(client, input)));
    }

    private Answer<CertificationAnswer> portfolio(CertificationInput input, Call call) {
        LocalDate asOf = Objects.requireNonNullElse(input.asOf(), call.today());
        return cursors.start(
                        PortfolioCertificatesWork.digest(asOf, input.expiringWithinDays()),
                        input.cursor(),
                        Position::of)
                .then(
                        start ->
                                jobs.answer(
                                        call,
                                        Certificates.TOOL,
                                        Json.tree(
                                                new CertificateOrder(
                                                        asOf,
                                                        input.expiringWithinDays(),
                                                        input.limit(),
                                                        start.position())),
                                        input.waitSeconds(),
                                        result ->
                                                CertificationAnswer.portfolio(
                                                        Json.read(
                                                                result.toString(),
                                                                PortfolioCertificates.class)),
                                        CertificationAnswer::running));
    }

    private Answer<CertificationAnswer> write(CertificationInput input, Call call) {
        if (input.dryRun()) {
            return database.rehearse(tx -> written(tx, input, call));
        }
        if (input.action() != CertificationInput.Action.REVOKE || call.isRepeated()) {
            return call.write(CertificationAnswer.class, tx -> written(tx, input, call));
        }
        return database.rehearse(
                        tx ->
                                client(tx, input)
                                        .then(
                                                client ->
                                                        revoked(tx, client, input, call)
                                                                .map(
                                                                        report ->
                                                                                preview(
                                                                                        client,
                                                                                        report))))
                .then(
                        preview ->
                                call.writeConfirmed(
                                        preview,
                                        Cursors.digest("revoke", preview),
                                        CertificationAnswer.class,
                                        tx -> written(tx, input, call)));
    }

    private static RevokePreview preview(ClientRef client, RevokeReport report) {
        return new RevokePreview(
                client.clientId(),
                client.clientName(),
                report.certificate().certificationId(),
                report.email(),
                report.certificate().level(),
                report.certificate().expiresOn(),
                Dependent.of(report));
    }

    private Answer<CertificationAnswer> written(
            Transaction tx, CertificationInput input, Call call) {
        boolean isDryRun = input.dryRun();
        return switch (input.action()) {
            case CREATE ->
                    catalogue
                            .create(tx, input.toProgram(), call.doing())
                            .map(
                                    program ->
                                            CertificationAnswer.created(
                                                    ProgramView.of(
                                                            program,
                                                            CertificationLists.known(
                                                                    tx, program.requiredModules())),
                                                    isDryRun,
                                                    call.now()));
            case DEFINE_MODULE ->
                    catalogue
                            .define(tx, input.toModule(), call.doing())
                            .map(
                                    module ->
                                            CertificationAnswer.defined(
                                                    ModuleView.of(
                                                            module,
                                                            CertificationLists.known(
                                                                    tx, module.prerequisites())),
                                                    isDryRun,
                                                    call.now()));
            case ISSUE ->
                    client(tx, input)
                            .then(
                                    client ->
                                            certificates
                                                    .issue(
                                                            tx,
                                                            client.clientId(),
                                                            Objects.requireNonNull(
                                                                    input.certificationLevel()),
                                                            input.addresses(),
                                                            call.actor(),
                                                            call.now())
                                                    .map(
                                                            report ->
                                                                    CertificationAnswer.issued(
                                                                            client,
                                                                            report,
                                                                            isDryRun,
                                                                            call.now())));
            case REVOKE ->
                    client(tx, input)
                            .then(
                                    client ->
                                            revoked(tx, client, input, call)
                                                    .map(
                                                            report ->
                                                                    CertificationAnswer.revoked(
                                                                            client,
                                                                            report,
                                                                            lapsed(report),
                                                                            isDryRun,
                                                                            call.today(),
                                                                            call.now())));
            case LIST, TRACK -> throw new IllegalStateException("reads");
        };
    }

    private static List<Recommendation> lapsed(RevokeReport report) {
        int count = report.dependents().size();
        return count == 0
                ? List.of()
                : List.of(
                        new Recommendation(
                                "CERT-3",
                                "prerequisite_lapsed of %d certificates".formatted(count),
                                "Renew the lower level",
                                Recommendation.Priority.MEDIUM,
                                Certificates.TOOL));
    }

    private Answer<RevokeReport> revoked(
            Transaction tx, ClientRef client, CertificationInput input, Call call) {
        return certificates.revoke(
                tx,
                client.clientId(),
                Objects.requireNonNull(input.certificationId()),
                input.shownReason(),
                call.actor(),
                call.now());
    }

    private Answer<ClientRef> client(Transaction tx, CertificationInput input) {
        return clients.resolve(tx, Objects.requireNonNull(input.clientId()));
    }
}
