# Team data works in folders on a shared disk.

stack data/ingest network
apply
tf state mv 'terraform_data.stream["clicks"]' 'terraform_data.stream["visits"]'
sed -i 's/"clicks"/"visits"/' main.tf
apply
save data/ingest terraform.tfstate terraform.tfstate.backup terraform.tfstate.*.backup

# Mishap: someone set a table's attributes to null "so that Terraform makes it again". Terraform now
# behaves as if the table did not exist: it is never destroyed, and creating it again fails.
stack data/warehouse aws
apply
save data/warehouse terraform.tfstate
python3 - "$ACME/data/warehouse/terraform.tfstate" <<'PY'
import json
import sys

with open(sys.argv[1]) as file:
    state = json.load(file)
table = next(r for r in state['resources'] if r.get('module') == 'module.facts["refunds"]')
table['instances'][0]['attributes'] = None
state['serial'] += 1
with open(sys.argv[1], 'w') as file:
    json.dump(state, file, indent=2, ensure_ascii=False)
    file.write('\n')
PY
