/**
 * EKS Pod Identity tags the sessions that it starts. The tags are transitive: sessions of roles that a pod assumes have them too.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export const POD_SESSION_TAGS: readonly string[] = [
  "eks-cluster-arn",
  "eks-cluster-name",
  "kubernetes-namespace",
  "kubernetes-pod-name",
  "kubernetes-pod-uid",
  "kubernetes-service-account",
];

/** Whether it is the service that assumes roles for pods. */
export function isPodIdentity(service: string): boolean {
  return /^pods\.eks\.amazonaws\.com(\.cn)?$/.test(service);
}
