// KubernetesStore: the states in `kubectl get secrets -o json`: a list, or one Secret.
//
// The Secrets tfstate-WORKSPACE-SUFFIX and its further pieces ...-part-N, told by their label
// tfstate=true or, without labels, by their name, make one version of the key
// NAMESPACE/WORKSPACE-SUFFIX.  Other Secrets are passed over.  A Secret knows when it was made, not
// when it was written: there are no times.
// Source: TF: internal/backend/remote-state/kubernetes/client.go.
// The export stays in memory or mapped; listing decodes nothing.
#ifndef TFSCK_ENGINE_STORAGE_KUBERNETES_STORE_H_
#define TFSCK_ENGINE_STORAGE_KUBERNETES_STORE_H_

#include <memory>

#include "engine/document.h"
#include "engine/storage/version_store.h"

namespace tfsck {

// A JSON object of kind Secret, SecretList or List, with an apiVersion.
bool LooksLikeKubernetesExport(const Document& document);

// Fetch puts the pieces together in the order of their numbers and unpacks them.  A missing or
// repeated piece, or one without a state, is an Error that names it.
std::unique_ptr<VersionStore> MakeKubernetesStore(Document document);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_KUBERNETES_STORE_H_
