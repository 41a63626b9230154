package local;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.parameter.*;
import com.hivemq.extension.sdk.api.services.Services;

/** Lets every client in, as the extension of the same purpose in the official image does. */
public class AllowAll implements ExtensionMain {
  @Override
  public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
    SimpleAuthenticator everybody = (connect, answer) -> answer.authenticateSuccessfully();
    Services.securityRegistry().setAuthenticatorProvider(provider -> everybody);
  }

  @Override
  public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}
}
