package io.os199.cs.onboarding.training;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.text.UntrustedText;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the module that a caller names by its id, its code, or its name, ignoring case and surrounding blanks. */
public final class TrainingModules {
    private static final String FIELD = "training_module_id";

    private TrainingModules() {}

    /** Finds the module that is meant; refused where none is on offer or more than one has that name. */
    public static Answer<TrainingModule> find(Transaction tx, String reference) {
        String wanted = reference.strip();
        ModuleDao dao = tx.dao(ModuleDao.class);
        List<TrainingModule> found = dao.named(wanted);
        for (Function<TrainingModule, String> key : KEYS) {
            for (TrainingModule module : found) {
                if (key.apply(module).equals(wanted)) {
                    return offered(dao, module, wanted);
                }
            }
        }
        List<TrainingModule> active = found.stream().filter(TrainingModule::active).toList();
        if (active.size() > 1) {
            return Answer.refused(
                    Refusal.of(
                                    Refusal.Code.AMBIGUOUS_REFERENCE,
                                    "%d modules have the name that training_module_id says"
                                            .formatted(active.size()))
                            .field(FIELD)
                            .expected("the code of one of the suggestions")
                            .suggestions(
                                    active.stream()
                                            .map(
                                                    each ->
                                                            new Suggestion(
                                                                    each.shownCode(),
                                                                    each.shownName()))
                                            .toList()));
        }
        return found.isEmpty()
                ? Answer.refused(
                        missing(dao, wanted, "No training module has what training_module_id says"))
                : offered(dao, found.getFirst(), wanted);
    }

    private static final List<Function<TrainingModule, String>> KEYS =
            List.of(TrainingModule::moduleId, TrainingModule::code);

    private static Answer<TrainingModule> offered(
            ModuleDao dao, TrainingModule module, String wanted) {
        return module.active()
                ? Answer.of(module)
                : Answer.refused(
                        missing(
                                dao,
                                wanted,
                                "Training module %s is not offered any more"
                                        .formatted(module.moduleId())));
    }

    private static Refusal missing(ModuleDao dao, String wanted, String message) {
        Refusal refusal =
                Refusal.notFound(FIELD, message)
                        .expected("the id, code or exact name of an active module");
        List<Suggestion> nearest =
                dao.nearest(wanted).stream()
                        .map(
                                each ->
                                        new Suggestion(
                                                UntrustedText.name(each.value()),
                                                each.name() == null
                                                        ? null
                                                        : UntrustedText.name(each.name())))
                        .toList();
        return nearest.isEmpty()
                ? refusal.hint(
                        "There is no active module; define one with manage_certification_program")
                : refusal.hint("Send the code of the suggestion that is meant")
                        .suggestions(nearest);
    }

    /** Returns the modules with these ids, by id; unknown ids are left out. */
    public static Map<String, TrainingModule> withIds(Transaction tx, Collection<String> ids) {
        return ids.isEmpty()
                ? Map.of()
                : tx.dao(ModuleDao.class).withIds(ids.stream().distinct().toList()).stream()
                        .collect(Collectors.toMap(TrainingModule::moduleId, each -> each));
    }
}
