# Team network keeps its states in a versioned bucket.

stack network/prod aws backend
in_bucket acme-network-tfstate prod/terraform.tfstate
tf apply -auto-approve -var 'regions={"eu-central-1"="10.16.0.0/16"}'
both='regions={"eu-central-1"="10.16.0.0/16","us-east-1"="10.17.0.0/16"}'
tf apply -auto-approve -var "$both"
tf apply -auto-approve -var "$both" -var flow_logs=true
tf apply -auto-approve -var "$both" -var flow_logs=true -var nat_gateways=3
save_bucket acme-network-tfstate prod/terraform.tfstate network/prod
save network/prod/.terraform .terraform/terraform.tfstate

# Mishap: a sed over all states, to move to the company's registry, wrote a URL where a host belongs.
# Terraform drops every such resource without a word, and the next apply erases it from the state.
stack network/transit aws network
apply
tf state mv terraform_data.transit_gateway terraform_data.gateway
sed -i 's/"transit_gateway"/"gateway"/; s/terraform_data.transit_gateway/terraform_data.gateway/' main.tf
apply
sed -i 's#registry\.terraform\.io#https://registry.acme.example#' terraform.tfstate
save network/transit terraform.tfstate terraform.tfstate.*.backup

# Mishap: .terraform/terraform.tfstate, which only names the backend, was uploaded as the state.
# `terraform state push` accepts it and empties the destination.
stack network/dns backend
in_bucket acme-network-tfstate dns/terraform.tfstate
records='"api"="ingress.acme.example","shop"="ingress.acme.example"'
tf apply -auto-approve -var "records={$records}"
tf apply -auto-approve -var "records={$records,\"mail\"=\"mx.acme.example\"}"
save_bucket acme-network-tfstate dns/terraform.tfstate network/dns
cp .terraform/terraform.tfstate "$ACME/network/dns/terraform.tfstate"
