# Team payments: production in a bucket, the rest in folders.

stack payments/prod aws backend
in_bucket acme-payments-tfstate prod/terraform.tfstate
tf apply -auto-approve -var workers=1
tf apply -auto-approve -var workers=2
tf apply -auto-approve -var workers=4
save_bucket acme-payments-tfstate prod/terraform.tfstate payments/prod
save payments/prod/.terraform .terraform/terraform.tfstate

# The role expired during this apply: the newest truth is errored.tfstate, one serial ahead.
touch "$BUCKETS/DENY"
tf_fails apply -auto-approve -var workers=5
rm "$BUCKETS/DENY"
save payments/prod errored.tfstate

# Mishap: after a refactoring the table was imported under a second address, and the first one stayed.
stack payments/ledger aws
apply
sed -i 's/module\.ledger\.arn/aws_dynamodb_table.ledger.arn/; /^module "ledger"/,/^}/d' main.tf
config ledger.tf < <(sed -n '/^resource "aws_dynamodb_table"/,$p' modules/table/main.tf | sed '/^output/d
  s/"this"/"ledger"/; s/var\.name/"acme-ledger"/; s/var\.hash_key/"account"/g; s/var\.range_key/"booked_at"/g')
tf init
tf import aws_dynamodb_table.ledger acme-ledger
save payments/ledger terraform.tfstate terraform.tfstate.backup

# Mishap: the disk was full when the state was copied back from a backup.
stack payments/prod aws
apply -var workers=2 -var environment=sandbox
tf apply -auto-approve -var workers=3 -var environment=sandbox
save payments/sandbox terraform.tfstate terraform.tfstate.backup
if (ulimit -f 12 && trap '' XFSZ && cp terraform.tfstate "$ACME/payments/sandbox/terraform.tfstate") \
  2> /dev/null; then
  fail "the copy was expected to be cut"
fi
