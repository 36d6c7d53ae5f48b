package io.os199.cs.platform.secrets.source;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Secrets in files, as mounted by Kubernetes and the CSI driver. Links are followed at each reading, so that an
 * update that swaps a link is seen as a whole.
 */
public final class SecretFiles implements SecretSource {
    /** The content without the line end that editors leave. */
    @Override
    public String read(String path) throws UnreadableSecretException {
        try {
            String content = Files.readString(Path.of(path));
            if (content.endsWith("\n")) {
                content = content.substring(0, content.length() - 1);
            }
            return content.endsWith("\r") ? content.substring(0, content.length() - 1) : content;
        } catch (NoSuchFileException e) {
            throw new UnreadableSecretException(
                    "there is no such file: mount it, or correct the path");
        } catch (AccessDeniedException e) {
            throw new UnreadableSecretException(
                    "this process may not read the file: let its user read it");
        } catch (CharacterCodingException e) {
            throw new UnreadableSecretException("the file is not text in UTF-8");
        } catch (InvalidPathException | IOException e) {
            throw new UnreadableSecretException("it is no file that can be read: correct the path");
        }
    }
}
