package io.os199.cs.platform.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * A folder of secrets as the kubelet keeps it: each file is a link through {@code ..data} to the folder of the
 * current update, and an update swaps that one link.
 */
public final class MountedSecrets {
    private final Path mount;
    private int update;

    public MountedSecrets(Path mount) {
        this.mount = mount;
    }

    /** Updates all files to these contents at once. */
    public void update(Map<String, String> contents) {
        try {
            String name = "..update_" + ++update;
            Path folder = Files.createDirectories(mount.resolve(name));
            for (Map.Entry<String, String> each : contents.entrySet()) {
                Files.writeString(folder.resolve(each.getKey()), each.getValue());
                Path link = mount.resolve(each.getKey());
                if (!Files.isSymbolicLink(link)) {
                    Files.createSymbolicLink(link, Path.of("..data", each.getKey()));
                }
            }
            Path next = mount.resolve("..data_tmp");
            Files.createSymbolicLink(next, Path.of(name));
            Files.move(next, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how {@code config.yml} refers to the file. */
    public String reference(String file) {
        return "file:" + mount.resolve(file);
    }
}
