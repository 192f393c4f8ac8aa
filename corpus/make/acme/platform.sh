# Team platform has one working directory with local workspaces, and keeps it in git.

stack platform/main network
rm -rf .git
git init --quiet --initial-branch main
git config user.name platform
git config user.email platform@acme.example
apply
tf apply -auto-approve -var 'pools={"general"={"size"=4,"type"="m7g.large"}}'
tf workspace new prod
apply
tf apply -auto-approve -var 'pools={"general"={"size"=6,"type"="m7g.xlarge"},"batch"={"size"=2,"type"="c7g.xlarge"}}'
tf state mv 'module.cluster.terraform_data.node_pool["batch"]' 'module.cluster.terraform_data.node_pool["jobs"]'
tf apply -auto-approve -var 'pools={"general"={"size"=6,"type"="m7g.xlarge"},"jobs"={"size"=2,"type"="c7g.xlarge"}}'
tf workspace new staging
apply

# Mishap: two branches applied to the same workspace; the merge's conflict markers were committed.
tf workspace new review-117
apply
git add -A
git commit --quiet -m "state: review-117"
git checkout --quiet -b bigger-pool
tf apply -auto-approve -var 'pools={"general"={"size"=5,"type"="m7g.large"}}'
git commit --quiet -am "state: five nodes"
git checkout --quiet main
tf apply -auto-approve -var 'pools={"general"={"size"=2,"type"="m7g.medium"}}'
git commit --quiet -am "state: smaller machines"
if git merge --quiet bigger-pool > /dev/null 2>&1; then
  fail "the merge was expected to conflict"
fi
git add -A
git commit --quiet -m "Merge branch 'bigger-pool'"

# A lock left by an apply that was killed in the default workspace; the state itself is whole.
tf workspace select default
setsid unshare --uts sh -c 'hostname ci-runner-3
  exec terraform apply -auto-approve -replace terraform_data.ingress -var drain_seconds=30' \
  < /dev/null > /dev/null 2>&1 &
apply_pid=$!
disown "$apply_pid"
wait_for test -s .terraform.tfstate.lock.info
sleep 4
kill -9 -- "-$apply_pid"
sleep 1

tf workspace select staging
tf plan -out=release-42.tfplan -var 'pools={"general"={"size"=3,"type"="m8g.large"}}'
save platform terraform.tfstate terraform.tfstate.backup .terraform.tfstate.lock.info release-42.tfplan
save platform/.terraform .terraform/environment
cp -r terraform.tfstate.d "$ACME/platform/"

# Mishap: while repairing the list that state mv had emptied, a dependency was pasted into the wrong
# object too. Once the blocks leave the configuration nothing can be destroyed: Error: Cycle.
python3 - "$ACME/platform/terraform.tfstate.d/prod/terraform.tfstate" <<'PY'
import json
import sys

with open(sys.argv[1]) as file:
    state = json.load(file)
resources = {r['name']: r for r in state['resources'] if r['mode'] == 'managed'}
pool = resources['node_pool']['instances'][0]['dependencies']
control_plane = resources['control_plane']['instances'][0]
control_plane['dependencies'] = sorted(
    set(control_plane['dependencies'] + pool + ['module.cluster.terraform_data.node_pool'])
    - {'module.cluster.terraform_data.control_plane'})
state['serial'] += 1
with open(sys.argv[1], 'w') as file:
    json.dump(state, file, indent=2, ensure_ascii=False)
    file.write('\n')
PY
