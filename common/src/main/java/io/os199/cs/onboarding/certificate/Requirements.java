package io.os199.cs.onboarding.certificate;

import io.os199.cs.onboarding.training.TrainingModule;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Facts about the modules that programmes require. */
final class Requirements {
    private Requirements() {}

    /** Returns the ids of the modules that end in a score. */
    static Set<String> assessed(Collection<TrainingModule> modules) {
        return modules.stream()
                .filter(TrainingModule::isAssessed)
                .map(TrainingModule::moduleId)
                .collect(Collectors.toSet());
    }

    /** Returns the code of a module as it is shown, or its id where the module is no longer known. */
    static String code(Map<String, TrainingModule> modules, String moduleId) {
        TrainingModule module = modules.get(moduleId);
        return module == null ? moduleId : module.shownCode();
    }

    static List<String> codes(Map<String, TrainingModule> modules, List<String> ids) {
        return ids.stream().map(each -> code(modules, each)).toList();
    }
}
